import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { retailStarter } from './starter.ts';

const rules = compileRules(retailStarter);

type Row = [content: string, kind: string, level: number, category?: string];

const cases: Record<string, Row[]> = {
  'danger is level 1 and a complaint': [
    ['你们家电池爆炸了！', 'complaint', 1, 'quality.safety'],
    ['热水器用了没几天就爆炸了，吓死我们一家', 'complaint', 1, 'quality.safety'],
    ['插座冒火花，差点着火，请马上派人来', 'complaint', 1, 'quality.safety'],
    ['取暖器把窗帘烤黄了，再晚点就着火了', 'complaint', 1, 'quality.safety'],
    ['洗衣机漏电，我老婆被电到了', 'complaint', 1, 'quality.safety'],
    ['燃气灶一开就有煤气味，怀疑燃气泄漏', 'complaint', 1, 'quality.safety'],
    ['燃气热水器接口漏气，家里味道很重', 'complaint', 1, 'quality.safety'],
    ['吃了你们的月饼全家上吐下泻，已经去医院了', 'complaint', 1, 'quality.safety'],
    ['桌子的玻璃突然炸裂，孩子的脚被划伤，缝了三针', 'complaint', 1, 'quality.safety'],
    ['手机充电时电池鼓包', 'complaint', 1, 'quality.safety'],
    ['面霜用完满脸红肿，皮肤过敏很严重', 'complaint', 1, 'quality.safety'],
    ['玩具上的小零件脱落，宝宝差点吞了', 'complaint', 1, 'quality.safety'],
    ['快递员威胁要打我，还推搡我爸', 'complaint', 1],
    ['贷款逼得我活不下去了，只能跳楼', 'complaint', 1],
    ['电梯困人半个小时没人管，我被困在电梯里', 'complaint', 1],
    ['刹车失灵，差点出人命', 'complaint', 1],
    ['没有人管我，爆炸了都没人来', 'complaint', 1],
    ['不到一个月就自燃了', 'complaint', 1],
    ['没用两天就起火，幸好人没有受伤', 'complaint', 1],
    ['The battery exploded while charging', 'complaint', 1, 'quality.safety'],
    ['My son got an electric shock from the heater', 'complaint', 1, 'quality.safety'],
    ['The air fryer caught fire last night', 'complaint', 1, 'quality.safety'],
    ['We all had food poisoning after your lunch box', 'complaint', 1, 'quality.safety'],
    ['I want to kill myself because of your collectors', 'complaint', 1],
  ],
  'what did not happen is no danger': [
    ['没有爆炸，只是声音大了一点，投诉一下质量', 'complaint', 2],
    ['没着火也没冒烟，就是不制热了', 'complaint', 2, 'quality.fault'],
    ['所幸没有人员受伤，但柜子坏了要求退货', 'complaint', 2],
    ['没有爆炸、着火、漏电，就是开不了机', 'complaint', 2, 'quality.fault'],
    ['并未造成受伤，但是包装破损严重', 'complaint', 2, 'logistics.damage'],
    ['There was no fire or explosion, it just stopped working', 'complaint', 2, 'quality.fault'],
    ['Nobody was injured but the shelf is broken', 'complaint', 2],
    ['跳楼价买的，结果一周就坏了', 'complaint', 2],
    ['火锅底料发货太慢了，等得我气炸了', 'complaint', 2, 'logistics.delay'],
    ['买的爆炸头假发有色差', 'complaint', 3, 'quality.appearance'],
    ['电脑中毒了能修吗', 'inquiry', 3],
  ],
  'a danger asked about, proposed against or averted is level 3': [
    ['请问这个充电宝带上飞机会不会爆炸？', 'inquiry', 3],
    ['如果孩子误服了怎么办，请问有说明吗', 'inquiry', 3],
    ['建议楼道里多放几个灭火器，免得万一着火', 'suggestion', 3],
    ['感谢消防员，着火的时候把我妈背了下来', 'praise', 3],
  ],
  'signs that are no single word are level 1': [
    ['钢化膜碎了，拿的时候手指头割了个口子', 'complaint', 1],
    ['我妈踩着你们的凳子换灯泡，凳子腿一歪，她从上面摔下来了', 'complaint', 1],
    ['喝了半瓶才看见瓶底有只苍蝇', 'complaint', 1],
    ['插线板边上的墙都熏黑了', 'complaint', 1],
    ['摸到机箱就麻一下', 'complaint', 1],
    ['我外孙九岁，用我手机充了三千块游戏币，请退给我', 'complaint', 1],
    ['我们三十多户业主说好了周一一起去街道反映', 'complaint', 1],
    ['律师函已经寄出，三天内不退就开庭', 'complaint', 1],
    ['电视台的记者明天上门拍你们', 'complaint', 1],
    ['我们几十户业主联名投诉你们', 'complaint', 1],
    ['孩子充值了五千块游戏，要求退款', 'complaint', 1, 'refund'],
    ['有人冒充你们客服让我转账，两万没了', 'complaint', 1],
    ['再逼我我就从你们公司楼上跳下去', 'complaint', 1],
  ],
  'figures of speech are no danger': [
    ['客服这效率，急得我想死的心都有', 'complaint', 2],
    ['笑死我了，这个包装太可爱，回购', 'praise', 3],
    ['锅没炸，就是盖子松了，给换一个', 'complaint', 2],
  ],
  'escalation and loss are level 2': [
    ['再不处理我就打12315投诉你们', 'complaint', 2],
    ['已经咨询律师，准备起诉', 'complaint', 2],
    ['不退款我就发抖音曝光你们', 'complaint', 2],
    ['你们卖假货，骗子公司！', 'complaint', 2],
    ['我的个人信息被你们泄露了，每天接骚扰电话', 'complaint', 2],
    ['牛奶已经过期三个月了还在卖', 'complaint', 2],
    ['If I do not get my money back I will call my lawyer', 'complaint', 2],
    ['I will report you to consumer protection', 'complaint', 2],
  ],
  'complaints and their categories': [
    ['快递三天没动了，怎么这么慢', 'complaint', 2, 'logistics.delay'],
    ['下单十天还没发货，客服也不回复', 'complaint', 2, 'logistics.delay'],
    ['显示已签收，但我根本没收到包裹', 'complaint', 2, 'logistics.lost'],
    ['杯子收到时碎了两个，外箱都压扁了', 'complaint', 2, 'logistics.damage'],
    ['冰箱不制冷，买了才一个月', 'complaint', 2, 'quality.fault'],
    ['扫地机连不上网，按键失灵', 'complaint', 2, 'quality.fault'],
    ['桌面有一道划痕，不影响使用', 'complaint', 3, 'quality.appearance'],
    ['退款申请半个月了，钱还没退', 'complaint', 2, 'refund.slow'],
    ['七天无理由退货被拒绝，商家不给退', 'complaint', 2, 'refund.refused'],
    ['安装师傅上门要收我200材料费', 'complaint', 2, 'install.charge'],
    ['约好周六上门安装，师傅没来也没电话', 'complaint', 2, 'install.visit'],
    ['空调报修一周没人来修', 'complaint', 2, 'install.repair-late'],
    ['同一件商品扣了我两次钱，多扣了99元', 'complaint', 2, 'price.overcharge'],
    ['要求开发票，一直不给开', 'complaint', 3, 'price.invoice'],
    ['客服态度太差了，骂人还挂电话', 'complaint', 2, 'attitude'],
    ['商品质量太差，垃圾', 'complaint', 2, 'quality.fault'],
    ['My parcel is late and nobody answers the phone', 'complaint', 2, 'logistics.delay'],
    ['The vase arrived broken, the box was crushed', 'complaint', 2, 'logistics.damage'],
    ['They refuse to refund me although I returned it in time', 'complaint', 2, 'refund.refused'],
    ['The app keeps crashing when I log in', 'complaint', 2, 'quality.fault'],
    ['Your staff was rude and hung up on me', 'complaint', 2, 'attitude'],
    ['I was charged twice for the same order', 'complaint', 2, 'price.overcharge'],
  ],
  suggestions: [
    ['建议增加夜间静音模式', 'suggestion', 3, 'suggestion'],
    ['希望能增加微信支付', 'suggestion', 3, 'suggestion'],
    ['能不能出一个大字版说明书', 'suggestion', 3, 'suggestion'],
    ['要是能在地图上看到师傅的位置就更好了', 'suggestion', 3, 'suggestion'],
    ['It would be great if you could add dark mode', 'suggestion', 3, 'suggestion'],
    ['Please add an English manual', 'suggestion', 3, 'suggestion'],
  ],
  inquiries: [
    ['请问订单什么时候发货？', 'inquiry', 3, 'inquiry.order'],
    ['请问滤芯怎么换', 'inquiry', 3, 'inquiry.usage'],
    ['这个烤箱保修期多久？', 'inquiry', 3, 'inquiry.usage'],
    ['可以修改收货地址吗', 'inquiry', 3, 'inquiry.order'],
    ['想咨询一下会员怎么注册', 'inquiry', 3, 'inquiry'],
    ['How do I connect the lock to wifi?', 'inquiry', 3, 'inquiry.usage'],
    ['Can you tell me when it is back in stock?', 'inquiry', 3, 'inquiry.order'],
  ],
  praise: [
    ['表扬安装师傅，态度非常好，干活细致', 'praise', 3, 'praise'],
    ['感谢客服小李耐心解答，给你们点赞', 'praise', 3, 'praise'],
    ['物流很快，包装完好，非常满意', 'praise', 3, 'praise'],
    ['送货小哥二话不说帮我搬上六楼，辛苦了', 'praise', 3, 'praise'],
    ['Great service, thank you so much!', 'praise', 3, 'praise'],
    ['Kudos to your driver, he was very helpful', 'praise', 3, 'praise'],
  ],
};

for (const [name, rows] of Object.entries(cases)) {
  describe(name, () => {
    test.each(rows)('%s', (content, kind, level, category) => {
      const result = classifyText({ content, channel: 'form' }, rules);
      const got = {
        kind: result.kind,
        level: result.level,
        ...(category === undefined ? {} : { category: result.categoryKey }),
      };
      expect(got, JSON.stringify(result.reasons)).toEqual({
        kind,
        level,
        ...(category === undefined ? {} : { category }),
      });
      expect(result.spamScore).toBeLessThan(0.7);
      expect(result.confidence).toBeGreaterThanOrEqual(0);
      expect(result.confidence).toBeLessThanOrEqual(0.95);
    });
  });
}

describe('sentiment', () => {
  test.each([
    ['非常满意，太棒了', 1],
    ['味道不错，送得快', 1],
    ['没有问题，很好用', 1],
    ['不满意', -1],
    ['一点都不好吃', -1],
    ['态度恶劣，差评', -1],
    ['包装不错，但是东西太差了', -1],
    ['请问几点营业', 0],
    ['尽快给我回电话', 0],
    ['Excellent, works well', 1],
    ['not good at all', -1],
    ['What are your opening hours?', 0],
  ])('%s is %i', (content, expected) => {
    expect(classifyText({ content, channel: 'form' }, rules).sentiment).toBe(expected);
  });
});
