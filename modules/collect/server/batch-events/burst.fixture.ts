/** Invented complaints: one story in many words, and a day's other work. */
const delays = ['两天', '三天', '四天', '一个星期', '整整五天'];
const goods = ['除湿机', '电饭煲', '加湿器', '扫地机器人', '空气炸锅', '吹风机'];
const asks = ['请给个准信', '到底什么时候能送', '要求尽快派送', '再不送就退货', '希望有人管管', '催了好几次没人理'];
const scenes = [
  '物流一直显示停在青浦配送站',
  '包裹卡在青浦配送站不动',
  '青浦配送站说爆仓了送不了',
  '快递到了青浦配送站就没有更新',
  '打青浦配送站电话没人接',
];

const burst = Array.from({ length: 40 }, (_, index) => {
  const pick = (list: readonly string[], step: number): string => list[(index * step + index) % list.length] ?? '';
  return `我买的${pick(goods, 1)}，${pick(scenes, 2)}，已经${pick(delays, 3)}了，青浦配送站积压严重，${pick(asks, 4)}（${index + 1}）`;
});

const everyday = [
  '会员积分兑换的优惠券用不了，提示已过期',
  '想咨询一下电子发票怎么开，抬头要公司的',
  '门店导购态度冷淡，问了两遍才搭理',
  '空调安装师傅多收了八十元打孔费没给票',
  '手机壳颜色发错了，要黑色发成白色',
  '建议在小程序里加一个夜间模式',
  '表扬一下维修的周师傅，干活细致',
  '账号登录一直收不到短信验证码',
  '退货的运费险没有赔付到账',
  '净水器滤芯换了之后漏水，地板泡了',
  '直播间说的赠品没有给',
  '保修卡丢了还能不能免费维修',
];

export const storyTexts = { burst, everyday };
