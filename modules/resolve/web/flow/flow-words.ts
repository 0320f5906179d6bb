import type { Language } from '#platform/web/i18n.ts';
import { hasText, translate, type Translate } from '#platform/web/i18n.ts';

type Named = { readonly name: string; readonly nameEn: string };

/** The name in the language of the screen; what was not translated keeps its own. */
export const localWord = (language: Language, { name, nameEn }: Named): string =>
  language === 'en' && nameEn !== '' ? nameEn : name;

/** Roles carry their words in the texts of staff. */
export const roleWord = (key: string): string =>
  hasText('staff', `roles.${key}`) ? translate('staff', `roles.${key}`) : key;

const hour = 60;
const day = 1440;

/** 90 -> `90 min`, 480 -> `8 h`, 2880 of elapsed time -> `2 d`. */
export const minutesWord = (t: Translate, minutes: number, working: boolean): string => {
  const unit = !working && minutes % day === 0 ? 'days' : minutes % hour === 0 ? 'hours' : 'minutes';
  const count = unit === 'days' ? minutes / day : unit === 'hours' ? minutes / hour : minutes;
  return t(`flow.time.${working ? `working_${unit}` : unit}`, { count });
};
