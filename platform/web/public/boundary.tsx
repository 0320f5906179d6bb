import { Component, type ReactElement, type ReactNode } from 'react';
import { useText } from '../i18n.ts';
import { EchoArt } from '../parts/echo-mark.tsx';
import { BigButton } from './button.tsx';
import { PublicLayout } from './layout.tsx';

const Sorry = (): ReactElement => {
  const t = useText('platform');
  return (
    <PublicLayout
      footer={
        <BigButton primary onClick={() => window.location.reload()}>
          {t('retry')}
        </BigButton>
      }
    >
      <div className="empty" role="alert">
        <EchoArt icon="over" kind="error" />
        <h1>{t('errors.unexpected')}</h1>
        <p className="lead">{t('public.offline')}</p>
      </div>
    </PublicLayout>
  );
};

type Props = { readonly failed: boolean; readonly children: ReactNode };

/** A customer never meets a blank page. `failed`: the page's own files did not arrive. */
export class PublicBoundary extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.props.failed || this.state.broken ? <Sorry /> : this.props.children;
  }
}
