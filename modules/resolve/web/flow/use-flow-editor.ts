import { useCallback, useEffect, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  checkWorkflow,
  type FlowFault,
  type FlowSpec,
  type FlowView,
  publishWorkflow,
  saveWorkflow,
} from '../../contract.ts';

const checkAfterMs = 400;

/** What is wrong with the flow as it stands on the screen, asked again a moment after the last change. */
const useFaults = (flow: FlowView, spec: FlowSpec): readonly FlowFault[] => {
  const check = useRouteMutation(checkWorkflow);
  const { mutate } = check;
  const changed = spec !== flow.spec;
  useEffect(() => {
    if (!changed || spec.name.trim() === '') return undefined;
    const timer = setTimeout(() => mutate({ body: { spec, id: flow.id } }), checkAfterMs);
    return () => clearTimeout(timer);
  }, [changed, spec, flow.id, mutate]);
  return changed && check.data ? check.data.faults : flow.faults;
};

/** The flow in the hands of its editor: what he changed, what is kept, what is in force. */
export const useFlowEditor = (flow: FlowView) => {
  const t = useText('resolve');
  const [kept, setKept] = useState(flow);
  const [spec, setSpec] = useState(flow.spec);
  const faults = useFaults(kept, spec);
  const take = useCallback((next: FlowView) => {
    setKept(next);
    setSpec(next.spec);
  }, []);
  const save = useRouteMutation(saveWorkflow, { onDone: take });
  const publish = useRouteMutation(publishWorkflow, {
    onDone: (next) => {
      take(next);
      toast({ text: t('flow.publishedNow', { no: next.no }), icon: 'check' });
    },
  });
  const dirty = spec !== kept.spec;
  const params = { id: flow.id };
  const { mutateAsync: saveNow } = save;
  const { mutate: publishNow } = publish;
  return {
    kept,
    spec,
    setSpec,
    take,
    faults,
    dirty,
    busy: save.isPending || publish.isPending,
    problem: save.error ?? publish.error,
    save: () => {
      if (dirty) save.mutate({ params, body: { spec, no: kept.no, edit: kept.edit } });
    },
    /** What is on the screen is what is published. */
    publish: async () => {
      const now = dirty ? await saveNow({ params, body: { spec, no: kept.no, edit: kept.edit } }) : kept;
      publishNow({ params, body: { no: now.no, edit: now.edit } });
    },
  };
};
