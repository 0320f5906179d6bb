const places = ['嘉定', '萧山', '白云', '武侯', '二七', '雨花', '江北', '历下'];
const goods = ['除湿机', '洗衣机', '空调', '冰箱', '取暖器', '扫地机', '门锁', '沙发'];
const troubles = [
  '三天没动静，打电话也没人接，家里等着用',
  '送来的时候外壳就裂了，要求换一台',
  '退款申请十天了还没到账，客服一直说在处理',
  '安装师傅约了两次都没来，也没有说明原因',
  '用了一周就不制冷，显示屏报错 E4',
  '发票抬头开错了，财务月底要入账',
];

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** Invented feedback, each one different, of the length that people write. */
export const voice = (n: number): { content: string; contact: { name: string; phone: string }; kind?: string } => ({
  content: `${pick(places, n)}的订单 YL2026${String(n % 10_000_000).padStart(7, '0')}，${pick(goods, n >> 3)}${pick(troubles, n >> 6)}。第 ${n} 次反映，请尽快给个说法。`,
  contact: { name: `客户${n % 5000}`, phone: `139${String(10_000_000 + ((n * 7919) % 80_000_000)).padStart(8, '0')}` },
});
