using System;
using System.Collections.Generic;

namespace QA.Scoring.Text;

/// <summary>The words by which <see cref="LocalSentiment"/> knows how a message feels.</summary>
/// <remarks>
/// Written for this project, under its licence, out of how people speak to shops; no labelled chat was used for words or weights. Weights stand in steps:
/// 1,500 abuse and delight, 1,200 anger, 900 complaint and satisfaction, 600 what makes a sentence lean by itself (a fault, 还行 twice), 300 to 450 what
/// needs company (waiting, haste), 150 politeness. Chinese words are parted by blanks, English ones by commas.
/// </remarks>
internal static class SentimentWords
{
    private static readonly (SentimentPart Part, int Weight, string Words)[] Chinese =
    [
        // Abuse, fraud.
        (SentimentPart.Idiom, -1600, "骗子 骗人 骗钱 诈骗 欺诈 奸商 黑店 黑心 无良 不要脸 无耻 缺德 傻逼 傻x 煞笔 沙雕 脑残 智障 白痴 神经病 有病吧 去死 滚蛋 妈的 他妈 特么 tmd 尼玛 nmd 狗屁 放屁 畜生 王八蛋 混蛋 强盗 流氓 骗子公司 黑平台"),
        (SentimentPart.Feeling, -1400, "垃圾 恶心 假货 冒牌货 山寨货 以次充好 虚假宣传 虚假发货 欺骗消费者 欺骗 霸王条款 店大欺客 耍猴 耍我 耍人 玩我 坑爹 坑人 坑钱 被坑 太坑 真坑 宰客"),

        // Anger.
        (SentimentPart.Feeling, -1200, "愤怒 气愤 恼火 火大 气死 气炸 气人 气坏 生气 怒了 忍无可忍 受够 受不了 不能忍 差劲 恶劣 糟糕 糟透 极差 很烂 太烂 真烂 烂透 烂货 破东西 什么破 破玩意 忽悠 糊弄 踢皮球 推卸 推脱 推来推去 扯皮 说话不算话 说话不算数 言而无信 出尔反尔 不讲理 不讲信用 没信用 不守信用 欺负人 欺负 欺人太甚 侮辱 骂人 态度差 态度太差 服务差 服务太差 体验差 体验太差 态度不好 服务不好 态度有问题 强盗逻辑 霸道 蛮横 敷衍了事"),
        (SentimentPart.Idiom, -1200, "什么态度 这态度 什么服务 这服务 什么垃圾 什么玩意 什么东西啊 搞什么鬼 有没有搞错 凭什么 讲不讲理 要不要脸 当我傻 当我是傻 把我当傻 当我好骗 逗我玩 逗我呢 逗我吗 良心不会痛 有完没完 没完没了 岂有此理 太过分 过分了 真过分 欺人 呸"),
        (SentimentPart.Feeling, -1000, "投诉你们 投诉你 投诉客服 要投诉 去投诉 举报 差评 给差评 曝光 消协 工商局 打12315 12315 起诉 律师函 法院见 报警 拉黑 失望 寒心 心寒 伤心 难过 委屈 后悔 后悔买 再也不 不会再来 不会再买 不再买 永不 最后一次买 卸载 取消会员 给个说法 要个说法 讨个说法 给我个说法 敷衍 应付我 应付了事 不负责 不负责任 没责任心 不作为 不耐烦 冷漠 傲慢 没素质 素质差 没诚意 不专业 没人管 没人理 不理人 不理我 无人问津 不管不顾 爱理不理 爱答不理 装死 装傻 装聋作哑 气不过 咽不下"),

        // Complaint and disappointment.
        (SentimentPart.Feeling, -850, "投诉 不满意 不满 不好看 不好吃 不好喝 不好听 不好闻 不好玩 很不爽 不爽 不高兴 不开心 不舒服 郁闷 憋屈 窝火 心累 糟心 闹心 烦死 烦人 烦躁 好烦 真烦 太烦 很烦 头疼 头痛 崩溃 抓狂 吐血 倒霉 倒楣 坑 难用 不好用 不好使 难看 难吃 难喝 难闻 刺鼻 粗糙 劣质 质量差 质量太差 质量不好 质量很差 做工差 瑕疵 不值 不值得 上当 被骗 浪费时间 浪费钱 白买 白等 白跑 白花 添堵 不合理 不公平 不公道 离谱 荒唐 可笑 搞笑 滑稽 笑话 过分 不像话 不靠谱 不可靠 不给力 不怎么样 不咋样 不咋地 一般般吧 无效 没良心 丢人 吓人 害人 误导 隐瞒 不信任 信不过 不放心 不甘心 不服 麻烦死 真麻烦 太麻烦 好麻烦 很麻烦 这么麻烦 费劲 折腾 来回折腾 瞎折腾 乱扣 乱收费 多扣 偷换 缺斤少两 赖账 抵赖 不认账 不承认 死机 气味很大 异味 臭味"),
        (SentimentPart.Idiom, -850, "无语 无语了 醉了 也是醉了 我也是醉 服了 我服了 真服了 也是服了 呵呵 呵呵呵 呵呵哒 我去 晕死 晕倒 我晕 无奈 很无奈 真无奈 真行啊 你们真行 真有意思 有意思吗 有意思么 真逗 搞什么 搞毛 闹哪样 几个意思 什么意思啊 啥意思啊 怎么可以这样 怎么能这样 怎么这样 为什么总是 为什么老是 说了几遍 说了多少遍 说了好几遍 说了很多遍 说过多少次 都说了 听不懂人话 听不懂吗 看不懂吗 还要我说 还要等多久 还要我等 要等到什么时候 等到猴年马月 猴年马月 黄花菜 笑死人 笑死 你说呢 你觉得呢 难道不 不应该吗 不是应该 你们不是说 明明说 说好的呢 还让不让 让人怎么 叫我怎么 让我怎么 怎么做生意 会不会做生意 会不会办事 有没有人管 有没有人理 到底有没有人 人呢人呢 死哪去了 就这 就这样吗 就这服务 就这态度 没天理"),

        // Faults and failures: news that is bad whoever tells it.
        (SentimentPart.Feeling, -600, "坏了 坏的 坏掉 摔坏 损坏 破损 破了 碎了 裂了 裂开 断了 开裂 划痕 刮痕 掉漆 掉色 褪色 起球 变形 变质 发霉 过期 漏水 漏液 漏气 漏发 少发 少件 少了 缺件 缺货 没货 发错 错发 寄错 送错 搞错 弄错 弄丢 丢件 丢了 丢失 二手 翻新机 用过的 拆过 有问题 质量问题 故障 失灵 失效 黑屏 花屏 蓝屏 死机 卡顿 闪退 报错 打不开 用不了 不能用 没法用 开不了机 充不进 充不了 连不上 登不上 登不了 付不了 下不了单 没反应 没用 没效果 不管用 不起作用 不灵 不行啊 不行的 不好 不对劲 不合适 不合格 不符 不一样 货不对板 与描述不符 不清楚 太短 太小 太薄 没收到 未收到 未到账 未发货 未处理 未解决 收不到 一直没收到 没人接 没人回 打不通 不接电话 没人回复 不回复 不回我 不回消息 没回复 没消息 查不到 不处理 没处理 没解决 解决不了 没办法解决 处理不了 不给退 不给换 不让退 不退钱 不退款 拒绝退 驳回 拒收 超时 晚点 延误 耽误 耽误事 拖延 拖着 拖了 一拖再拖 迟迟 错过 白费 多收 涨价 先涨后降 刚买就降 买贵了 亏了 吃亏 亏大"),

        // Waiting and haste: light.
        (SentimentPart.Feeling, -450, "慢 等了很久 等了好久 等好久 等很久 等半天 等了半天 等太久 等那么久 等这么久 好久了 这么久 那么久 这么多天 好几天了 一直没 一直不 一直在等 怎么还没 怎么还不 为什么还没 为什么还不 为啥还没 为啥还不 咋还没 咋还不 到现在还没 到现在都没 到现在还不 到底 究竟 急死 急用 着急 快点 赶紧 赶快 马上给我 尽快给我 烦 差 烂 丑 贵 臭 脏 担心 怀疑 疑惑 纳闷 奇怪 不行 不懂 不明白 不理解 不能理解 无法理解 无法接受 不能接受 不接受 不同意 不认可 难受 害怕 很吵 太吵 好吵 累死 好累 太累 气死我 好气 很气 真气 太气 可惜 遗憾 困扰 尴尬 莫名其妙 说好的 不是说 又是 总是 老是 每次都 怎么回事 怎么搞的 咋回事 咋搞的 什么情况 啥情况 失误 漏洞 缺点 不足"),
        (SentimentPart.Feeling, -300, "还没发货 还不发货 没发货 不发货 还没到 还没收到 还没有到 还没有收到 没到账 还没到账 没退 没有退 还没退 催 催了 人呢 在不在啊 怎么不说话 怎么不回 说话啊 回话啊 回复啊 有人没 没人吗 没有人吗 麻烦了 赔偿 索赔"),
        (SentimentPart.Idiom, -400, "怎么这么 咋这么 为什么这么 为啥这么 怎么那么 算了 算了吧 那算了 行吧 随便吧 随便你 随你 随你们 爱咋咋 爱咋咋地 爱怎样怎样 就这样吧 懒得说 懒得理 不想说了 不说了 不用了吧 罢了 认了 认栽 自认倒霉 唉 哎 哎呀 真是的 也是够了 够了 我也没办法 没办法 我能怎么办 晕 汗 囧 呃呃"),
        (SentimentPart.Idiom, -150, "好吧 哦好吧 那好吧 只能这样 只好这样 那没办法"),

        // Satisfaction and delight.
        (SentimentPart.Feeling, 1400, "完美 太棒 棒极 棒棒哒 超赞 太赞 爱了 太好了 好极了 太给力 非常满意 十分满意 特别满意 超级满意 超级好 超喜欢 爱死 感动 惊喜 五星好评 无可挑剔 一级棒 点赞 为你点赞 业界良心 良心卖家 良心店家"),
        (SentimentPart.Feeling, 900, "满意 喜欢 好评 五星 给力 靠谱 贴心 周到 细心 热心 热情 暖心 温暖 优秀 一流 棒 赞 优质 物美价廉 物超所值 性价比高 超值 服务好 服务很好 服务真好 服务不错 服务态度好 态度好 态度很好 态度真好 态度不错 质量好 质量很好 质量不错 效果好 效果很好 好用 好吃 好喝 好看 好闻 好听 漂亮 精致 很值 值得买 值得 划算 惊艳 开心 高兴 幸福 爱你 爱你们 么么哒 你真好 你太好 您真好 你人真好 人真好 你最好了 真不错 很不错 挺不错 太感谢 非常感谢 十分感谢 万分感谢 感激 感恩 感谢你的耐心 谢谢你的耐心 谢谢你帮我 下次还来 还会再来 会再来 回购 继续支持 一直支持 推荐给朋友 帮了大忙 太及时 省心 信得过 放心了 满足 佩服 敬业 真牛 太牛 牛逼 很帅 真帅 好帅 很方便 真方便 很合适 正合适 很专业 真专业 很耐心 真耐心 很及时 真及时 很负责 真负责 很认真"),
        (SentimentPart.Feeling, 650, "不错 挺好 很好 真好 蛮好 还好用 好快 很快 挺快 真快 速度快 发货快 物流快 到货快 送货快 耐心 有耐心 舒服 舒适 实惠 便宜实惠 合身 放心 信任 信赖 可靠 良心 可爱 机智 聪明 厉害 解决了 搞定了 弄好了 修好了 退到了 到账了 收到退款 终于好了 可以用了 能用了 好了好了 理解你们 能理解 期待 心动"),
        (SentimentPart.Feeling, 300, "还行 还可以 可以的 挺可以 没事 没关系 没事的 不要紧 不着急 不急 慢慢来 没问题 没毛病 哈哈 哈哈哈 嘻嘻 嘿嘿 嘻 耶 好滴 好哒 好嘞 棒棒 收到货了 清楚了 明白了 懂了 知道啦 了解了 原来如此 祝你 祝您 生意兴隆 新年快乐 节日快乐"),
        (SentimentPart.Politeness, 150, "谢谢 谢谢你 谢谢您 谢谢啦 谢谢了 谢谢哈 谢谢哦 多谢 谢了 谢啦 感谢 感谢你 感谢您 好的谢谢 好谢谢 嗯谢谢 嗯嗯谢谢 行谢谢 谢 3q thx 蟹蟹 麻烦你 麻烦您 麻烦你了 麻烦您了 麻烦帮我 麻烦帮忙 麻烦 辛苦 辛苦了 辛苦你了 辛苦您了 有劳 拜托 请问 劳驾 不好意思 打扰了 打扰一下 抱歉 对不起 再见 拜拜 晚安 么么"),

        // Takes the side of the rest.
        (SentimentPart.Echo, 600, "绝了 真绝 绝绝子 厉害了 真厉害 你们厉害 你真厉害 真可以 你们可以 真是够可以 真有你的 有你的 好样的 长见识了 开眼了 涨姿势 牛啊 牛了 惊呆 惊了 神了 没谁了 也是没谁 我的天 天呐 天哪 老天"),

        // Turning round.
        (SentimentPart.Not, 0, "不 没 没有 别 并非 并不 并没 并没有 不是 不会 不能 不可能 没法 没能 从不 从未 从没 从来没 从来不 毫不 毫无 绝不 不必 不用 不要 不想 不算 不让 不给 不敢 不再 不曾 未曾 尚未 算不上 谈不上 称不上 说不上"),
        (SentimentPart.NotVery, 0, "不太 不怎么 不够 不是很 不是太 不是特别 不是那么 不那么 没那么 没有那么 没这么 不很 不大 不咋 没多 不算太 不算很 也不是很"),
        (SentimentPart.Very, 0, "太 超 超级 真 真的 真是 实在 实在是 非常 十分 特别 特 很 好 挺 相当 极 极其 极度 极为 万分 无比 格外 尤其 简直 简直是 完全 彻底 根本 根本就 严重 最 更 更加 越来越 这么 那么 如此 多么 老 贼 巨 死 巨他妈 太他妈 真他妈"),
        (SentimentPart.Slightly, 0, "有点 有点儿 有些 有一点 有一点点 稍 稍微 稍稍 略 略微 略有 多少有点 些许 还算 算是 勉强 比较 稍有 小小 一点点 可能 好像 似乎 大概 感觉有点 觉得有点"),
        (SentimentPart.VeryBehind, 0, "死了 死我了 死人 极了 透了 透顶 得很 得要死 得要命 要死 要命 爆了 爆 坏了我 惨了 疯了 到家了 到爆 得不行 得不得了 得离谱"),
        (SentimentPart.But, 0, "但 但是 可是 不过 然而 只是 就是有点 只不过 却"),
        (SentimentPart.If, 0, "如果 要是 假如 假使 倘若 若 若是 万一 的话 以免 免得 省得 防止 避免 除非 即使 哪怕 就算 以防"),
        (SentimentPart.Asking, 0, "吗 么 会不会 是不是 是否 有没有 能不能 可不可以 可以不 好不好 行不行 对不对 要不要"),
        (SentimentPart.When, 0, "什么时候 啥时候 几时 何时 多久 多长时间 几天 哪天 几点"),

        // What would be mistaken for one of the above.
        (SentimentPart.Nothing, 0, "你好 您好 好的 好呢 好哦 好啊 好呀 好嗯 好吗 好么 好像是 正好 刚好 恰好 最好 只好 还好吗 好多 好几 好几个 好久不见 友好 爱好 好友 好处 良好 偏好 美好 搞好 做好 准备好 弄好 填好 选好 写好 改好 装好 设置好 处理好 收好 拍好 买好 放好 最好是 好歹 好比 好在 好些"),
        (SentimentPart.Nothing, 0, "不过来 不过去 不知道 不知 不管 不论 不但 不仅 不光 不然 要不然 要不 差不多 不断 不少 不同 不久 不一定 不客气 不用谢 不谢 不见不散 不得不 不由 不禁 不止 不只 不经 来不及 不方便 不如 不含 不含税 不锈钢 不粘 不限 不透 不掉 分不清 不着急用 不到 不多 不大清楚"),
        (SentimentPart.Nothing, 0, "差价 退差 退差价 补差 补差价 差额 价差 差多少 差一点 相差 时差 出差 误差 温差 快递差 邮差 差旅 色差 差别 差异 差距"),
        (SentimentPart.Nothing, 0, "算了一下 算了下 算了算 没用过 还没用 慢慢 慢走 慢用 慢跑 慢炖 慢充 慢点没事"),
        (SentimentPart.Nothing, 0, "贵店 贵公司 贵司 贵姓 贵州 贵宾 贵方 宝贵 高贵 珍贵 可贵 名贵 贵阳 富贵 丑橘 破壁机 破壁 打破 突破 破解 烂漫 灿烂 臭豆腐 臭氧 除臭 防臭 脏污克星 去脏 防摔 防漏 防脏 防臭味 耐脏"),
        (SentimentPart.Nothing, 0, "投诉电话 投诉渠道 投诉热线 投诉邮箱 投诉单 投诉专线 怎么投诉 售后服务 增值服务 服务费 服务商 服务器 服务单 服务号 垃圾桶 垃圾袋 垃圾分类 垃圾箱 垃圾盒 垃圾短信 垃圾处理器 骗子多 赞助 棒球 棒棒糖 铁棒 五星级 喜欢吃什么 别人 别的 特别是 类别 级别 性别 区别 分别 个别 辨别 识别 告别 别墅 差别化 没收 淹没 没有了 没了 没有别的 没有问题 没别的 没什么 没啥 超市 超薄 超人 超过 超出 超声 超清 超大 超长 真皮 真丝 真空 真实 真伪 真假 写真 真人 认真看 传真 老板 老师 老人 老公 老婆 老家 老款 老客户 老顾客 老年 老大 死机重启 最近 最后 最多 最少 最新 最高 最低 最终 最快 最晚 最早 更新 更换 更改 变更 多久没 极速 积极 北极 消极 特价 特惠 特色 特产 特殊 特快 特点 模特 独特 略懂 策略 省略 可能会 若干 只是问 只是想 只是问问 却步 么么 什么 怎么 这么说 那么说 多么多 要么 干么 怎么样 怎样 容易吗 内容 急救 急冻 急速 紧急联系 应急 赶快递 快点餐 笑话书 汗水 出汗 汗蒸 吸汗 汗渍 晕车 头晕 晕染 后悔药 烦请 麻烦问 麻烦看 麻烦查 麻烦给 麻烦发 麻烦处理 麻烦尽快 丢失了吗 破解版 脏衣篮 脏衣服 脏衣 超时赔 赔付 赔偿金额 理赔 担心不 害怕不 奇怪了 又是什么 怎么取消 急用钱 超链接 太阳 太阳能 太太 太原 太空 太仓 太平 太极 很多 挺多 好少 多少"),
    ];

    private static readonly (SentimentPart Part, int Weight, string Words)[] English =
    [
        (SentimentPart.Idiom, -1600, "scam,scams,scammer,scammers,scammed,fraud,fraudulent,thieves,thief,con artist,con artists,liar,liars,fuck,fucking,fucked,wtf,bullshit,bs,shit,shitty,asshole,idiot,idiots,moron,morons,screw you,go to hell,ripped off,rip off,ripoff,rip-off,crooks"),
        (SentimentPart.Feeling, -1400, "disgusting,disgusted,disgrace,disgraceful,garbage,trash,crap,crappy,worst,horrible,horrific,horrendous,atrocious,appalling,terrible,awful,fake,counterfeit,stolen,stole,cheated,lied,lying,hate"),
        (SentimentPart.Feeling, -1200, "furious,angry,outraged,outrageous,livid,pissed,pissed off,fuming,unacceptable,inexcusable,pathetic,joke of a company,useless,worthless,incompetent,rude,unprofessional,ridiculous,absurd,insulting,insult,shameful,shame on you,dreadful,abysmal,sick of,sick and tired,fed up,had enough,never again,never buy,never ordering,never shop,lost a customer,sue,lawyer,legal action,chargeback,better business bureau,bbb,false advertising"),
        (SentimentPart.Idiom, -1200, "what a joke,are you kidding,are you kidding me,you must be kidding,you've got to be kidding,is this a joke,seriously??,come on!!,how dare you,what kind of service,what kind of company,waste of time,waste of money,waste of my time,no one cares,nobody cares,nobody helps,no one helps,a joke"),
        (SentimentPart.Feeling, -850, "disappointed,disappointing,disappointment,upset,annoyed,annoying,frustrated,frustrating,frustration,irritated,irritating,unhappy,dissatisfied,unsatisfied,not satisfied,complain,complaint,file a complaint,poor service,poor quality,bad service,bad quality,bad experience,poor,lousy,sucks,suck,nightmare,mess,a mess,ignored,ignoring me,ignore me,misleading,misled,deceptive,shoddy,cheaply made,regret,mistreated,unfair,overcharged,unreliable,stressful,not happy,unhelpful,not helpful,no help,no response,no reply,no answer,hung up,hung up on me,run around,runaround,given the runaround,passed around,still nothing,letdown,let down,let me down"),
        (SentimentPart.Idiom, -850, "smh,ugh,omfg,for the last time,for the third time,how many times,how many more times,how hard is it,how hard can it be,why is it so hard,yeah right,thanks for nothing,unbelievable,are you serious,what the hell,what the heck,good grief,nice try"),
        (SentimentPart.Feeling, -600, "broken,damaged,defective,faulty,cracked,torn,ripped,leaking,leaks,scratched,stained,missing,lost,wrong item,wrong size,wrong color,wrong colour,wrong order,wrong,error,errors,crashed,crashes,crashing,stuck,doesn't work,does not work,dont work,don't work,didn't work,did not work,not working,isn't working,won't work,stopped working,not work,failed,fails,failing,failure,expired,delayed,delay,late,overdue,bad,horribly,badly,haven't received,have not received,havent received,never received,never arrived,never came,never showed,didn't arrive,did not arrive,hasn't arrived,not received,not delivered,wasn't delivered,can't log in,cannot log in,can't access,refused,denied,cancelled my,canceled my,charged twice,double charged,out of stock,unable,incorrect,worse,uncomfortable"),
        (SentimentPart.Feeling, -400, "problem,problems,issue,issues,trouble,slow,slowly,waiting,waited,still waiting,been waiting,long time,forever,ages,worried,worry,concerned,confused,confusing,unclear,sad,sadly,unfortunately,inconvenient,inconvenience,expensive,overpriced,ugly,dirty,noisy,hurry,asap,immediately,again and again,over and over,yet again,already told you,i already told,i already said,as i said,like i said,still haven't,still have not,still not,why haven't,why hasn't,why isn't,why don't,not yet,tired of,tired,hassle,complicated,difficult,weird,strange,suspicious,doubt,hard to believe,anyone there,hello??,are you there,refund my money,want my money back,give me my money"),
        (SentimentPart.Idiom, -300, "never mind,nevermind,forget it,fine then,i give up,oh well,sigh,meh,i guess"),
        (SentimentPart.Feeling, 1400, "amazing,awesome,excellent,fantastic,outstanding,perfect,perfectly,wonderful,brilliant,superb,phenomenal,exceptional,incredible,love it,loved it,love this,love you,love your,the best,thrilled,delighted,over the moon,five stars,5 stars,above and beyond,life saver,lifesaver,you rock,made my day"),
        (SentimentPart.Feeling, 900, "great,happy,pleased,satisfied,glad,lovely,beautiful,love,loved,loves,enjoy,enjoyed,impressed,impressive,helpful,so helpful,friendly,kind,courteous,professional,recommend,highly recommend,appreciate it,appreciate your help,much appreciated,really appreciate,thank you so much,thank you very much,thanks so much,thanks a million,thank you for your help,thanks for your help,thanks for the help,thanks for helping,worth it,well done,good job,great job,nice job,good service,great service,good experience,relieved,grateful,thankful,awesome sauce,sweet,best"),
        (SentimentPart.Feeling, 600, "good,nice,quick,fast,prompt,smooth,easy,comfortable,reliable,solved,resolved,fixed,sorted,works now,working now,it works,worked,cool,reasonable,patient,efficient,convenient,appreciate,appreciated,yay,woohoo,win"),
        (SentimentPart.Feeling, 250, "no problem,no worries,not bad,all good,all set,no rush,take your time,that's fine,that is fine,sounds good,works for me,understood,makes sense,haha,lol,fair enough,got it"),
        (SentimentPart.Politeness, 150, "thanks,thank you,thank u,thx,ty,tysm,cheers,many thanks,thanks a lot,ok thanks,okay thanks,please,kindly,sorry,excuse me,good morning,good afternoon,good evening,have a good day,have a nice day,have a great day,bye,goodbye"),
        (SentimentPart.Echo, 600, "wow,omg,oh my god,oh my,literally,classic,of course,nice one,good one,congratulations,congrats,bravo"),
        (SentimentPart.Not, 0, "not,no,never,don't,dont,doesn't,doesnt,didn't,didnt,isn't,isnt,aren't,arent,wasn't,wasnt,weren't,werent,won't,wont,wouldn't,wouldnt,can't,cant,cannot,couldn't,couldnt,shouldn't,haven't,havent,hasn't,hasnt,hadn't,ain't,without,nothing,none,neither,nor,hardly,barely,nobody,no one,far from,anything but,lack of,instead of,isn't it,zero"),
        (SentimentPart.NotVery, 0, "not very,not so,not too,not really,not that,not exactly,not particularly,not all that,less than,isn't very,wasn't very,aren't very,not quite,not the most"),
        (SentimentPart.Very, 0, "very,so,really,extremely,super,totally,absolutely,completely,incredibly,utterly,highly,truly,such,such a,too,way too,beyond,deeply,seriously so,quite,pretty damn,damn,most,more,ever"),
        (SentimentPart.Slightly, 0, "slightly,a bit,a little,a little bit,kind of,kinda,sort of,sorta,somewhat,fairly,rather,maybe,perhaps,relatively,a tad,might be,seems,not sure if"),
        (SentimentPart.But, 0, "but,however,although,though,except,yet it,unfortunately though"),
        (SentimentPart.If, 0, "if,in case,unless,would be,would have been,could be,hope,hoping,hopefully,wish,to avoid"),
        (SentimentPart.Asking, 0, "is it,is there,is this,are there,are they,does it,does this,do you,did you,can you,could you,can i,could i,will it,will you,would it,would you,what if,how can i,how do i,what's,what is the,may i,which"),
        (SentimentPart.When, 0, "when will,when is,when are,when can,how long,how much longer"),
        (SentimentPart.Nothing, 0, "no longer,not only,no matter,no later than,good morning!,good day,good evening!,good luck,best regards,kind regards,best wishes,kind of product,what kind,goods,for good,good for,as good as,best buy,best way,best time,best price,free of charge,best before,late fee,lost and found,how good,how fast,how quick,not a problem,no issue,no issues,no problem at all,no need,no thanks,no thank you,nothing else,no more questions,any kind,this kind,some kind,all kinds,kinds,of any kind,of course not,too much to ask,so i,so that,so far,so the,so what,so can,so is,so do,so how,so when,so you,so my,so it,love to,like new,fast forward,easy return,easy returns,patient id,wrong number,bad weather,poor connection,more than,more info,more information,at most,ever since,for ever,whatever you,trouble shooting,troubleshooting,sorry to,please help,issue number,issued,no idea,by mistake,no one else,hard drive,hard disk,hard case,fine print,sweet potato,cool white,cool down,kind words,missing you,i lost count,better,not better,issue a,issue me,issue the,issue a refund,which issue,problem solved,issue resolved,is resolved"),
    ];

    // Emoticons in every notation; in folded text they are words like others. 🙂 and [微笑] say too many things in Chinese chats to say one, and are left out, as are the codes that are mere numbers.
    private static readonly (SentimentPart Part, int Weight, string Words)[] Emoticons =
    [
        (SentimentPart.Idiom, -1200, "😡 🤬 😠 🤮 🖕 👎 💩 [怒] [发怒] [愤怒] [怒骂] [咒骂] [骂人] [抓狂] [吐] [呕吐] [炸弹] [菜刀] [弱] [鄙视] [便便] [怒火] [生气] [angry] [curse] [scream] [vomit] [puke] /:@ (╯°□°)╯"),
        (SentimentPart.Idiom, -700, "😤 😒 🙄 😑 😞 😔 😟 😣 😖 😫 😩 😢 😭 💔 😾 😰 [白眼] [傲慢] [撇嘴] [流泪] [大哭] [难过] [委屈] [心碎] [失望] [无语] [无奈] [衰] [晕] [哼] [左哼哼] [右哼哼] [快哭了] [黑线] [汗] [尴尬] [疑问] [叹气] [苦涩] [翻白眼] [裂开] [捂脸] [sob] [cry] [frown] [shocked] [sad] [disappointed] [concerned] [speechless] [wail] [toasted] [facepalm] t_t t__t t^t t.t qaq tat >_< >﹏< ≧﹏≦ ╥_╥ ╥﹏╥ -_-|| -_-! -_- =_= =.= ╯︿╰ ╯﹏╰ :( :-( :'( ;_; /:>_< /:u*u /:>o< /:>m< /:>@< /:'\"\" ╭(╯^╰)╮ ಠ_ಠ"),
        (SentimentPart.Idiom, 700, "😊 😄 😃 😀 😁 😆 🥰 😍 😘 🤗 👍 👏 💪 🎉 ❤ 💕 💖 💗 💯 🥳 😻 🌹 [赞] [强] [鼓掌] [玫瑰] [爱心] [心] [爱你] [亲亲] [愉快] [憨笑] [大笑] [笑脸] [开心] [太开心] [嘿哈] [耶] [ok] [拥抱] [抱抱] [胜利] [鲜花] [可爱] [高兴] [给力] [good] [joyful] [laugh] [heart] [rose] [thumbsup] [hug] [kiss] [victory] ^_^ ^__^ ^o^ ^v^ ^ω^ ^3^ ≧▽≦ ≧ω≦ ￣▽￣ (*^▽^*) (^_^) :) :-) :d :-d ：) =) =d <3 /:^_^ /:^$^ /:^o^ /:^x^ /:^w^"),
    ];

    /// <summary>Each phrase once, folded.</summary>
    public static IReadOnlyList<SentimentWord> All { get; } = Read();

    private static List<SentimentWord> Read()
    {
        // A word that stands twice counts as where it stands first: what is mistaken for it comes last.
        var words = new List<SentimentWord>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Add(Emoticons, ' ');
        Add(Chinese, ' ');
        Add(English, ',');
        return words;

        void Add((SentimentPart Part, int Weight, string Words)[] groups, char between)
        {
            foreach (var (part, weight, list) in groups)
            {
                foreach (var written in list.Split(between, StringSplitOptions.RemoveEmptyEntries))
                {
                    var phrase = Folding.Fold(written);
                    if (phrase.Length > 0 && seen.Add(phrase))
                        words.Add(new SentimentWord(phrase, part, weight));
                }
            }
        }
    }
}
