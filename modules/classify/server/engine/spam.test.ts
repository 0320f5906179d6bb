import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { SPAM_THRESHOLD } from './spam.ts';
import { retailStarter } from './starter.ts';

const rules = compileRules(retailStarter);
const scoreOf = (content: string): number => classifyText({ content, channel: 'form' }, rules).spamScore;

describe('spam', () => {
  test.each([
    '代开发票，各行业都有，加微信 fapiao8866',
    '无抵押贷款，秒批秒下款，黑户可贷，联系QQ 12345678',
    '澳门新葡京真人荷官，首存送彩金，www.abc888.vip',
    '刷单兼职日结，日赚300，宝妈兼职，加我VX：zhuan888',
    '专业涨粉、代刷好评、网站优化，快速排名，加微 seo666',
    '成人视频 同城约 小姐上门',
    '恭喜您已中奖，点击领取 http://t.cn/abc123',
    '办证刻章，代办文凭，包过',
    'SEO services, backlinks and guest post, first page of Google, visit http://rank.example.com',
    'Congratulations you have won a free gift! Claim your prize now: http://bit.ly/xyz click here',
    'Casino jackpot! 100 free spins, betting bonus at www.win.example.com',
    'asdfghjkl qwertyuiop',
    'xkcjvbz wqrtplk mnbvcxz',
    '。。。。。',
    '!!!',
    '测试',
    'test',
    '11111111111111111111',
    '哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈',
    '',
  ])('%j is quarantined', (content) => {
    expect(scoreOf(content)).toBeGreaterThanOrEqual(SPAM_THRESHOLD);
  });

  test.each([
    '客服让我加微信转账，结果是骗子，我要投诉',
    '要求开发票，客服说要加微信才给开',
    '退款退款退款退款退款退款退款',
    '商品链接 https://shop.example.com/item/1 ，收到的货和图片不符',
    '优惠券用不了，满减也没有优惠',
    '抢购的时候系统崩溃了，钱扣了没有订单',
    '你们的抽奖是假的，说我中奖却不兑奖，投诉',
    '信用卡被盗刷，要求赔偿',
    '我的订单号是 20260912001，手机 13800138000',
    '太慢了',
    '差评',
    '快递呢？？？？？？？？？？',
    'My order 12345 has not arrived, see https://track.example.com/12345',
    'Where is my discount code? The promotion said 20% off',
    'The link you sent by SMS does not work',
    '电池爆炸了 加微信 http://a.cn http://b.cn http://c.cn 代开发票',
  ])('%j is not', (content) => {
    expect(scoreOf(content)).toBeLessThan(SPAM_THRESHOLD);
  });
});
