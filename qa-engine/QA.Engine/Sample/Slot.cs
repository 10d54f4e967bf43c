namespace QA.Engine.Sample;

/// <summary>What a template may leave open. The Chinese names are the ones written between braces in the scripts.</summary>
internal enum Slot
{
    商品, 全名, 价, 色, 色2, 码, 码2, 材质, 优, 缺, 商品2, 价2, 优2, 缺2, 坏, 少, 用问, 用, 版,
    发, 快递, 单号, 城市, 省偏, 天, 下单日, 昨日, 明日, 后日, 店, 昵称, 姓, 尾号, 地址, 地址2,
    身高, 体重, 荐码, 减, 到手, 砍, 赔, 时段, 抬头, 邮箱,
    // The four below are the manner of the agent who is speaking, not facts.
    亲, 您, 哦, 波,
}
