import type { IconName } from '#platform/web/parts/icon-paths.ts';
import type { TicketChannel } from '../contract.ts';

const icons: Record<TicketChannel, IconName> = {
  form: 'form',
  app: 'form',
  email: 'mail',
  wechat: 'wechat',
  weibo: 'globe',
  douyin: 'play',
  phone: 'phone',
  chat: 'wechat',
  'walk-in': 'shop',
  kiosk: 'shop',
  review: 'star',
  import: 'dl',
  api: 'api',
};

export const channelIcon = (channel: TicketChannel): IconName => icons[channel];
