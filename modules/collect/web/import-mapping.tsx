import { type ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DataTable, Select } from '#platform/web/parts/index.ts';
import { useCustomFields, useLocalName } from '#modules/ticket/web/index.ts';
import { columnUses, isColumnUse, type ColumnUse, type ImportPreview } from '../contract.ts';
import { chooseUse } from './import-words.ts';

type MappingProps = {
  readonly preview: ImportPreview;
  readonly mapping: Readonly<Record<string, string>>;
  readonly locked: boolean;
  readonly onChange: (mapping: Record<string, string>) => void;
};

type Line = { readonly name: string; readonly samples: readonly string[] };

/** One line a column: its name, what stands in it, what it is taken for. */
export const ImportMapping = ({ preview, mapping, locked, onChange }: MappingProps): ReactElement => {
  const t = useText('collect');
  const nameOf = useLocalName();
  const fields = useCustomFields().filter(
    (field) => !field.retired && field.kind !== 'file' && field.kind !== 'person',
  );
  const uses: { value: ColumnUse; label: string }[] = [
    ...columnUses.map((each) => ({ value: each, label: t(`imports.uses.${each}`) })),
    ...fields.map((field) => ({ value: `field:${field.key}` as const, label: nameOf(field) })),
  ];
  const lines = preview.columns.map((name, index): Line => ({
    name,
    samples: preview.sample.map((row) => row[index] ?? '').filter((cell) => cell.trim() !== ''),
  }));
  return (
    <DataTable
      label={t('imports.columns')}
      rows={lines}
      rowKey={(line) => line.name}
      rowName={(line) => line.name}
      columns={[
        { key: 'name', title: t('imports.column'), render: (line) => <b className="deskcolumn">{line.name}</b> },
        {
          key: 'sample',
          title: t('imports.sample'),
          render: (line) => (
            <div className="desksample t2 f12" title={line.samples.join('\n')}>
              {line.samples[0]?.slice(0, 80) ?? '—'}
            </div>
          ),
        },
        {
          key: 'use',
          title: t('imports.use'),
          width: 200,
          render: (line) => {
            const named = mapping[line.name] ?? 'extra';
            const use = isColumnUse(named) ? named : 'extra';
            return locked ? (
              (uses.find((each) => each.value === use)?.label ?? use)
            ) : (
              <Select
                aria-label={t('imports.useOf', { name: line.name })}
                style={{ width: 180 }}
                value={use}
                options={uses}
                onChange={(next) => onChange(chooseUse(mapping, line.name, next))}
              />
            );
          },
        },
      ]}
    />
  );
};
