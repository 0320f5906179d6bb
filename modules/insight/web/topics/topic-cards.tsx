import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { number, percent, ticketNumber } from '#platform/web/format.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { Card, Tag } from '#platform/web/parts/index.ts';
import type { TopicDetail } from '../../contract.ts';
import { markedParts } from './topic-words.ts';

export const Marked = ({ text, words }: { readonly text: string; readonly words: readonly string[] }): ReactElement => (
  <>
    {markedParts(text, words).map((part, index) =>
      part.marked ? (
        <mark key={index} className="topic-mark">
          {part.text}
        </mark>
      ) : (
        <span key={index}>{part.text}</span>
      ),
    )}
  </>
);

type CardProps = { readonly detail: TopicDetail };

export const ExamplesCard = ({ detail, address }: CardProps & { readonly address: string }): ReactElement => {
  const t = useText('insight');
  return (
    <Card
      title={t('topics.examples')}
      note={t('topics.examplesNote', { count: detail.examples.length })}
      actions={
        <Link className="f12" to={address}>
          {t('topics.all', { count: number(detail.size) })}
        </Link>
      }
    >
      <ul className="topic-examples">
        {detail.examples.map((example) => (
          <li key={example.number}>
            <span className="said">
              <Marked text={example.text} words={detail.words} />
            </span>
            <span className="f12 t3 nw">{example.region}</span>
            <Link className="f12 nw" to={`/tickets/${example.number}`}>
              {ticketNumber(example.number)}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};

const Named = ({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly { name: string; count: number }[];
}) =>
  items.length === 0 ? null : (
    <div className="row topic-named">
      <span className="t3 f12">{label}</span>
      <span className="row wrap">
        {items.map((item) => (
          <Tag key={item.name}>{`${item.name} ${number(item.count)}`}</Tag>
        ))}
      </span>
    </div>
  );

export const MentionedCard = ({ detail }: CardProps): ReactElement => {
  const t = useText('insight');
  const language = useLanguage();
  const nothing = detail.placesNamed.length + detail.products.length + detail.regions.length === 0;
  return (
    <Card title={t('topics.mentioned')}>
      {nothing ? <div className="f12 t3">{t('topics.nothingNamed')}</div> : null}
      <Named label={t('topics.places')} items={detail.placesNamed} />
      <Named label={t('topics.products')} items={detail.products} />
      <Named label={t('topics.regions')} items={detail.regions} />
      <h3 className="topic-sub">{t('topics.causes')}</h3>
      {detail.causes.length === 0 ? <div className="f12 t3">{t('topics.noCause')}</div> : null}
      <ul className="topic-causes">
        {detail.causes.map((cause) => (
          <li key={`${cause.dimension}${cause.key}`} className="f12 t2">
            {t('topics.cause', {
              dimension: t(`topics.dimension.${cause.dimension}`),
              name:
                cause.dimension === 'channel'
                  ? t(`ticket:channel.${cause.key}`)
                  : language === 'en' && cause.nameEn !== ''
                    ? cause.nameEn
                    : cause.name,
              share: percent(cause.share, 0),
              usual: percent(cause.usual, 0),
            })}
          </li>
        ))}
      </ul>
    </Card>
  );
};

type SimilarProps = CardProps & {
  readonly onOpen: (id: string) => void;
  readonly onMerge: (id: string, label: string) => void;
  readonly onRelease: (id: string) => void;
};

export const SimilarCard = ({ detail, onOpen, onMerge, onRelease }: SimilarProps): ReactElement => {
  const t = useText('insight');
  return (
    <Card title={t('topics.similar')}>
      {detail.similar.length === 0 ? <div className="f12 t3">{t('topics.noSimilar')}</div> : null}
      {detail.similar.map((one) => (
        <div key={one.id} className="row f12 topic-similar">
          <button type="button" className="el sp" onClick={() => onOpen(one.id)}>
            {one.label}
          </button>
          <span className="t3">{t('topics.alike', { share: one.likeness.toFixed(2) })}</span>
          {detail.abilities.change ? (
            <button type="button" className="ac" onClick={() => onMerge(one.id, one.label)}>
              {t('topics.mergeDo')}
            </button>
          ) : null}
        </div>
      ))}
      {detail.merged.length > 0 ? <h3 className="topic-sub">{t('topics.mergedHere')}</h3> : null}
      {detail.merged.map((one) => (
        <div key={one.id} className="row f12 topic-similar">
          <span className="el sp">{one.label}</span>
          {detail.abilities.change ? (
            <button type="button" className="ac" onClick={() => onRelease(one.id)}>
              {t('topics.release')}
            </button>
          ) : null}
        </div>
      ))}
    </Card>
  );
};

export const WordsCard = ({ detail }: CardProps): ReactElement => {
  const t = useText('insight');
  return (
    <Card title={t('topics.words')}>
      <span className="row wrap">
        {detail.words.map((word) => (
          <Tag key={word}>{word}</Tag>
        ))}
      </span>
    </Card>
  );
};
