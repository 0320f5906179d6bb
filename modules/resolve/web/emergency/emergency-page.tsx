import '../resolve.css';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Card, Empty, Loaded, Page } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { myEmergencies } from '../../contract.ts';
import { EmergencyBoard, TeamState } from './emergency-board.tsx';

/** Teams that I was called to, whether or not I reach the ticket behind them. */
const EmergencyPage = (): ReactElement => {
  const t = useText('resolve');
  const { data, error, refetch } = useRoute(
    myEmergencies,
    {},
    { topics: ['emergencies', 'resolve', 'ticket'], refetchMs: 30_000 },
  );
  return (
    <Page title={t('emergency.mine')}>
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty kind="done" title={t('emergency.none')} text={t('emergency.noneText')} />
          ) : (
            <div className="rs-page">
              {items.map((team) => (
                <Card
                  key={team.id}
                  title={team.subject}
                  note={<Link to={`/tickets/${team.number}`}>{ticketNumber(team.number)}</Link>}
                  actions={<TeamState team={team} />}
                >
                  <EmergencyBoard team={team} />
                </Card>
              ))}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
};

export default EmergencyPage;
