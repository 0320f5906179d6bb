import './entry.css';
import { type ReactElement, type ReactNode, useEffect, useId, useState } from 'react';
import { chooseLanguage, languages, useLanguage, useText } from '#platform/web/i18n.ts';
import { EchoMark, IconButton } from '#platform/web/parts/index.ts';

const rings = [
  { size: 120, opacity: 0.5 },
  { size: 238, opacity: 0.43 },
  { size: 356, opacity: 0.37 },
  { size: 474, opacity: 0.3 },
  { size: 592, opacity: 0.24 },
  { size: 710, opacity: 0.17 },
];

const voices = [
  { key: 'login.voice1', left: 20, top: 126 },
  { key: 'login.voice2', left: 420, top: 198 },
  { key: 'login.voice3', left: 44, top: 542 },
  { key: 'login.voice4', left: 480, top: 606 },
];

/** The echo at rest: nested squares that fade outward, and what customers say. */
const EchoAside = (): ReactElement => {
  const t = useText('staff');
  return (
    <aside aria-hidden="true">
      <div className="art">
        <svg viewBox="0 0 760 760" fill="none">
          {rings.map(({ size, opacity }) => (
            <rect
              key={size}
              x={380 - size / 2}
              y={380 - size / 2}
              width={size}
              height={size}
              rx={size * 0.28}
              stroke="currentColor"
              strokeWidth="1.5"
              opacity={opacity}
            />
          ))}
          <rect x="350" y="350" width="60" height="60" rx="17" fill="currentColor" />
        </svg>
        <div className="voices">
          {voices.map(({ key, left, top }) => (
            <span key={key} style={{ left, top }}>
              {t(key)}
            </span>
          ))}
        </div>
      </div>
      <div className="motto">{t('login.motto')}</div>
    </aside>
  );
};

const Languages = (): ReactElement => {
  const words = useText('platform');
  const language = useLanguage();
  return (
    <div className="row languages t3 f12">
      {languages.map((each) => (
        <button
          key={each}
          type="button"
          lang={each}
          aria-pressed={each === language}
          onClick={() => void chooseLanguage(each)}
        >
          {words(`language.${each}`)}
        </button>
      ))}
    </div>
  );
};

type FrameProps = { readonly title: string; readonly children: ReactNode };

/** Before anybody is known: the form at the left, the echo at the right. */
export const EntryFrame = ({ title, children }: FrameProps): ReactElement => {
  const words = useText('platform');
  useEffect(() => {
    document.title = `${title} · ${words('product')}`;
  }, [title, words]);
  return (
    <div className="entry">
      <main>
        <div className="row brand">
          <EchoMark />
          <b>{words('product')}</b>
        </div>
        {children}
        <div className="foot">
          <Languages />
        </div>
      </main>
      <EchoAside />
    </div>
  );
};

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: string;
  readonly hint?: string;
  readonly problem?: string | undefined;
  readonly autoFocus?: boolean;
};

export const EntryField = (props: FieldProps & { readonly secret?: boolean }): ReactElement => {
  const { label, value, onChange, autoComplete, hint, problem, autoFocus, secret } = props;
  const t = useText('staff');
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className="f14">
        {label}
      </label>
      <div className={`inp ${problem ? 'bad' : ''}`}>
        <input
          id={id}
          value={value}
          type={secret && !shown ? 'password' : 'text'}
          required
          autoComplete={autoComplete}
          autoFocus={autoFocus}
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-hint`}
          onChange={(event) => onChange(event.target.value)}
        />
        {secret ? (
          <IconButton
            icon="eye"
            size="s"
            label={t(shown ? 'login.hide' : 'login.show')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        ) : null}
      </div>
      <small id={`${id}-hint`} className={problem ? 'red f12' : 't3 f12'}>
        {problem ?? hint}
      </small>
    </div>
  );
};
