/** Invented voices: two stories that many tell, each in his own words, and many other matters. */
const who = ['我是小区业主', '我们一家', '刚签合同的购房人', '代表三栋邻居', '本人'];
const parkingWords = [
  '云栖里楼盘捆绑销售车位，不买车位就不让签购房合同',
  '云栖里销售强制捆绑车位，说车位和房子必须一起买',
  '云栖里买房被要求同时认购车位，捆绑销售车位是否合法',
  '云栖里把车位捆绑在房价里，车位要价二十万',
  '在云栖里交了定金才说必须买车位，捆绑车位无法接受',
];
const parkingAsks = [
  '请查处云栖里捆绑车位',
  '希望责令云栖里退车位款',
  '要求云栖里取消捆绑车位',
  '云栖里捆绑车位请给答复',
];
const noiseWords = [
  '楼下超市的空调外机整夜轰鸣，外机噪音大到睡不着',
  '商铺空调外机正对卧室窗户，外机噪音和热风都受不了',
  '空调外机噪音从早响到晚，老人血压都高了',
  '空调外机共振，半夜外机噪音像拖拉机',
];
const noiseAsks = ['请让店家移走空调外机', '希望测一下外机噪音的分贝', '空调外机能不能换位置', '请求上门处理外机噪音'];

const mix = (count: number, words: readonly string[], asks: readonly string[]): string[] =>
  Array.from({ length: count }, (_, index) => {
    const word = words[index % words.length] ?? '';
    const ask = asks[(index * 3 + 1) % asks.length] ?? '';
    return `${word}，${who[(index * 2) % who.length] ?? ''}，${ask}，已经反映第${index + 1}次`;
  });

const things = [
  '公交车',
  '图书馆',
  '落户',
  '路灯',
  '学校食堂',
  '社区医院',
  '垃圾桶',
  '健身房',
  '驾校',
  '菜市场',
  '共享单车',
  '游泳馆',
];
const matters = [
  '晚点了很久也没有任何通知',
  '插座坏了三个没有人修',
  '需要准备哪些材料想咨询一下',
  '连续一周这样，晚上很不方便',
  '价格又涨了，和公示的不一样',
];

export const stories = {
  parking: mix(24, parkingWords, parkingAsks),
  parkingLater: mix(30, parkingWords, parkingAsks).slice(24),
  noise: mix(14, noiseWords, noiseAsks),
  other: things.flatMap((thing, index) => {
    const matter = matters[index % matters.length] ?? '';
    return [`${thing}${matter}`, `表扬${thing}的工作人员，第${index}次去都很耐心`].slice(0, 1 + (index % 2));
  }),
};
