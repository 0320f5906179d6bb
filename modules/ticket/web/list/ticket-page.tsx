import '../workbench.css';
import type { ReactElement } from 'react';
import { useNavigate, useParams } from 'react-router';
import { TicketPane } from '../thread/ticket-pane.tsx';
import { useColumns } from './use-media.ts';

/** One ticket on its own, for links from elsewhere. */
const TicketPage = (): ReactElement => {
  const { number = '' } = useParams();
  const navigate = useNavigate();
  const columns = useColumns();
  const digits = number.replace(/\D/g, '');
  return (
    <div className={`wb ${columns} open`}>
      <TicketPane key={digits} number={digits} columns={columns} onClose={() => void navigate(-1)} />
    </div>
  );
};

export default TicketPage;
