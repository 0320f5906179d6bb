import dayjs, { type Dayjs } from 'dayjs';
import type { CSSProperties, ReactElement } from 'react';
import { DatePicker } from './controls.tsx';

type InstantPickerProps = {
  readonly value: Dayjs;
  readonly onChange: (value: Dayjs) => void;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly style?: CSSProperties;
};

/** A day and a minute, in the time of the browser; there is always one. */
export const InstantPicker = ({ onChange, ...rest }: InstantPickerProps): ReactElement => (
  <DatePicker
    {...rest}
    showTime={{ format: 'HH:mm' }}
    format="YYYY-MM-DD HH:mm"
    allowClear={false}
    onChange={(value) => {
      if (dayjs.isDayjs(value)) onChange(value);
    }}
  />
);
