import { randomFrom } from './random.ts';
import type { LabelledText } from './types.ts';

/** Invented sentences of four matters, with overlap enough that a model errs now and then. */
const openings = ['您好，', '请问', '我想反映，', '上周三', '前天在你们店里', '', '客服你好，', '真是的，'];
const endings = ['，请尽快处理', '，谢谢', '', '，等你们回复', '。订单号20260912001', '！', '，太失望了', '，多谢'];
const matters: Record<string, string[]> = {
  物流: ['快递三天没动了', '包裹一直没有送到', '物流显示签收但我没收到', '配送太慢等了一个星期', '快递员把包裹弄丢了'],
  退款: ['退款一直没有到账', '申请退款被拒绝了', '钱什么时候退给我', '退货寄回去了不退钱', '多扣的钱请退回'],
  质量: ['洗衣机漏水修了三次', '屏幕有裂痕是坏的', '衣服洗一次就掉色', '锅用了两天就生锈', '收到的杯子碎了'],
  服务: ['客服态度太差了', '打电话没有人接', '店员爱理不理', '师傅上门乱收费', '安装的人迟到两小时'],
};

export function inventedRows(
  count: number,
  seed = 1,
  labels: readonly string[] = Object.keys(matters),
): LabelledText[] {
  const random = randomFrom(seed);
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  return Array.from({ length: count }, (_, i) => {
    const label = labels[i % labels.length] ?? '';
    // One in twelve speaks of another matter, as people do.
    const spoken = random() < 1 / 12 ? pick(labels) : label;
    return { body: `${pick(openings)}${pick(matters[spoken] ?? [])}${pick(endings)}${String(i % 7)}`, label };
  });
}
