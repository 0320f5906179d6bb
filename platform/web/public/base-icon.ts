import type { ReactElement } from 'react';
import { Icon, type IconProps } from '../parts/icon.tsx';
import type { BaseIconName } from '../parts/icon-paths.ts';

/** The same component, but it takes only names whose paths a customer's page carries. */
export const BaseIcon: (props: Omit<IconProps, 'name'> & { readonly name: BaseIconName }) => ReactElement = Icon;
