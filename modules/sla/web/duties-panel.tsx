import './clocks.css';
import type { ReactElement } from 'react';
import { insertReply, useLocalName } from '#modules/ticket/web/index.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Button, Icon } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type Duty, readDuties } from '../contract.ts';

type Words = { readonly text: string; readonly textEn: string };

const Clause = ({ words, what }: { readonly words: string; readonly what: string }): ReactElement => {
  const t = useText('sla');
  return (
    <li>
      <span>{words}</span>
      <Button
        size="s"
        tone="soft"
        icon="corner"
        aria-label={t('duty.insertOf', { what })}
        onClick={() => insertReply(words)}
      >
        {t('duty.insert')}
      </Button>
    </li>
  );
};

const OneDuty = ({ duty }: { readonly duty: Duty }): ReactElement => {
  const t = useText('sla');
  const language = useLanguage();
  const nameOf = useLocalName();
  const pick = ({ text, textEn }: Words): string => (language === 'en' && textEn) || text;
  const remedies = pick(duty.remedies);
  return (
    <div className="sduty f12">
      <div className="t3">{nameOf(duty.profile)}</div>
      {duty.notices.map((notice) => (
        <div key={notice.when}>
          <div className="t2">{t(`duty.when.${notice.when}`)}</div>
          <ul>
            {notice.clauses.map((clause) => (
              <Clause key={clause.text} words={pick(clause)} what={t(`duty.when.${notice.when}`)} />
            ))}
          </ul>
        </div>
      ))}
      {remedies ? (
        <div>
          <div className="t2">{t('duty.remedies')}</div>
          <ul>
            <Clause words={t('duty.remediesText', { remedies })} what={t('duty.remedies')} />
          </ul>
        </div>
      ) : null}
      {duty.conflictRule ? (
        <div className="row">
          <Icon name="shield" size="s" />
          <span>{t('duty.conflict')}</span>
        </div>
      ) : null}
      <div className="t3">{t('duty.retention', { count: duty.retentionMonths })}</div>
    </div>
  );
};

/** What the law wants said in this case, at hand where it is written; nothing where no profile's clock runs. */
const DutiesPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('sla');
  const items =
    useRoute(readDuties, { params: { number } }, { topics: ['tickets'], staleMs: 60_000 }).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h3>{t('duty.panel')}</h3>
      {items.map((duty) => (
        <OneDuty key={duty.profile.key} duty={duty} />
      ))}
    </section>
  );
};

export default DutiesPanel;
