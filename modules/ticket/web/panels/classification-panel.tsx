import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { KeyHint, KindMark, LevelMark } from '#platform/web/parts/index.ts';
import { openDialog } from '../dialog-state.ts';
import { useTicket } from '../use-ticket.ts';
import { movingWords } from './moving-words.ts';
import { PanelSection } from './panel-section.tsx';

const ClassificationPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const ticket = useTicket(number).data;
  if (!ticket) return null;
  const words = movingWords(ticket.triage);
  return (
    <PanelSection
      title={t('panel.classification')}
      end={
        ticket.abilities.classify ? (
          <button
            type="button"
            className="t3 f12 row"
            style={{ gap: 4 }}
            onClick={() => openDialog({ kind: 'classify' })}
          >
            <KeyHint keys="L" />
            {t('classify.action')}
          </button>
        ) : null
      }
    >
      <div className="row wrap" style={{ gap: '4px 10px' }}>
        <b>{ticket.categoryName || t('classify.none')}</b>
        <KindMark kind={ticket.kind} />
        <LevelMark level={ticket.level} />
      </div>
      {words.length > 0 ? (
        <div className="row wrap f12 t2" style={{ gap: 4, marginTop: 4 }}>
          {t('classify.because')}
          {words.map((word) => (
            <span key={word} className="at">
              {word}
            </span>
          ))}
        </div>
      ) : (
        <div className="f12 t3">{t('classify.noWords')}</div>
      )}
    </PanelSection>
  );
};

export default ClassificationPanel;
