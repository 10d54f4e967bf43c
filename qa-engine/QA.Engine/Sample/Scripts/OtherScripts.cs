namespace QA.Engine.Sample.Scripts;

/// <summary>Everything else: robots, transfers, two days, strangers, night, voice, traditional script, English.</summary>
internal static class OtherScripts
{
    public const string Text = """
        = 机器人转人工 | w=5 open=直 order=paid tag=转人工
        客 {商品}什么时候发货
        机 您好，{店}智能助手在线，大家常问：1.发货时间 2.退换货 3.开发票，回复数字查看
        客 {人工|转人工}
        机 您是想咨询【发货时间】吗？付款后48小时内发出哦
        客 {转人工！|我要人工客服|。。。人工}
        系 排队接入人工中，当前第{2|3|5}位
        静 1
        服
        暖> 让{您}久等了，{您}{下单日}拍的{商品}已经在打包了，今天晚上八点前发出，{快递}的{哦}
        平> {您}的订单今天发{哦}
        夸> 马上发，保证{您}明天收到{波}
        冷> 今天发
        谢
        别

        = 机器人答非所问 | w=3 order=received complaint team=后 open=直 tag=质量问题
        客 {商品}{坏}
        机 亲，您是想了解【{商品}】的优惠活动吗？现在下单立减{减}元哦~
        客 {我说的是坏了|转人工}
        机 没有理解您的意思，您可以点击下方按钮选择问题类型
        客 {人工人工人工|气死我了，转人工}
        系 客服 {昵称} 进入会话
        服
        歉> 让{您}跟机器人绕了半天，真的很抱歉，记录我看到了，{商品}有问题我们负责，{您}方便拍张图吗
        迟> {您}拍个图发我看看，不好意思久等了{哦}
        无> 请描述一下问题
        推> 机器人是平台的，跟我们没关系
        [无推
        客 {上面不是写了吗|我再说一遍？{商品}{坏}}
        ]
        图
        服
        暖> 看到了，给{您}换一个新的，今天就发，坏的不用寄回，{您}看可以吗
        平> 可以换{哦}
        冷> 换一个
        客 {可以|行}
        解
        谢
        别

        = 售前转售后 | w=6 order=received complaint tag=转接
        [50
        系 [订单卡片] 交易成功 {全名} {色} {码} 1件 ¥{价}.00
        ]
        客 {商品}{坏}，{怎么处理|找谁弄}
        服
        歉> 很抱歉给{您}带来不便，我是售前客服，售后的权限在专员那边，我帮{您}把情况写清楚转过去，不用{您}再说一遍{哦}
        迟> 我帮{您}转售后处理，不好意思{哦}
        无> 这个找售后
        推> 我是售前，不管这个
        冷> 转售后
        转
        服
        歉> {您}好，情况我看到了，先跟{您}说声抱歉。{您}方便拍个照吗，能换就马上给{您}换{哦}
        迟> 麻烦{您}拍个图，抱歉{哦}
        无> {您}好，什么问题
        推> {您}好，请问是不是使用不当
        [无推
        客 {刚才不是说了吗|前面都写了啊}，{坏}
        ]
        图
        [
        客 {能换吗|给换一个吧}
        服
        暖> 可以的，已经登记换新了，{明日}发出，运费我们承担，{您}放心{哦}
        平> 可以，登记了{哦}
        冷> 可以
        解
        谢
        别
        /
        客 直接退吧
        服
        暖> 好的，{您}申请退货退款，我马上同意，给{您}添麻烦了{哦}
        平> 申请吧{哦}
        冷> 申请
        解
        谢
        别
        ]

        = 转同事咨询 | w=2 tag=转接
        题
        客 {另外我上次买的{商品2}想换个{颜色|款式}|顺便问下之前那单的发票}
        服
        暖> 这个要售后同事才能操作{哦}，我帮{您}转过去，麻烦{您}稍等一下
        平> 我帮{您}转售后{哦}
        冷> 问售后
        转
        服
        暖> {您}好，我看到前面的记录了，麻烦{您}发一下订单号的后四位，我给{您}登记{哦}
        平> 订单号后四位发一下{哦}
        冷> 订单号
        客 {单号}
        查
        服
        暖> 登记好了，三个工作日内给{您}处理，有进度短信通知{您}{哦}
        平> 登记了{哦}
        冷> 登记了
        谢
        别

        = 隔天下单 | w=6 tag=两次会话
        题
        客 {我晚上跟老公商量下|我再想想，明天说|先不急，明天再看}
        服
        暖> 好的不着急{哦}，{您}慢慢考虑，有问题随时找我{波}
        平> 好的{哦}
        冷> 嗯
        [50
        别
        ]
        隔
        客 {在吗|哈喽|你好}，{昨天看的那个{商品}我要了|还是要{商品}吧}，{{色}还有吗|{色}{码}}
        服
        暖> {时段}好，在的{哦}，{色}{码}有现货，现在拍{发}就能发{波}
        平> 有的{哦}，直接拍
        冷> 有
        客 {拍了|付款了}
        态 paid
        系 [订单卡片] 买家已付款 {全名} {色} {码} 1件 实付¥{价}.00
        别

        = 隔天售后 | w=4 order=received complaint team=后 tag=两次会话,质量问题
        客 {商品}{坏}，{怎么弄|能修吗}
        服
        歉> 很抱歉给{您}添麻烦了，我跟仓库确认一下处理办法，最晚明天给{您}答复，可以吗
        迟> 我问下仓库，明天答复{您}，抱歉{哦}
        无> 明天给{您}答复
        推> 这个要看是不是人为的，等仓库判断
        客 {行，别忘了|嗯，等你消息}
        隔
        客 {说好今天答复的呢|昨天说的怎么样了}
        服
        歉> 对不起让{您}来催了，结果刚出来，可以给{您}换新，来回运费我们出，今天就发{哦}
        迟> 可以换新{哦}，不好意思忘了跟{您}说
        无> 可以换
        推> 仓库说是人为的，换不了
        [歉迟无
        客 {好的，地址还是原来的|行，发吧}
        解
        谢
        别
        ]
        [推
        客 {你们自己的质量问题赖我？|我要投诉}
        完
        ]

        = 推广 | w=2 open=直 tag=骚扰
        客 {您好，我们是专业做店铺代运营的，免费诊断店铺，有兴趣了解一下吗|老板需要主图设计吗，19元一张，满意再付款|各类纸箱气泡袋厂家直销，量大从优，需要联系}
        服
        暖> {您}好，谢谢{您}，我们暂时不需要{哦}，祝{您}生意兴隆{波}
        平> 不需要，谢谢
        冷> 不要
        冷> 别发广告
        [40
        客 {了解一下嘛，不收费的|给个联系方式吧}
        服
        暖> 真的不需要了，这里是顾客咨询通道，请{您}理解{哦}
        平> 不用了
        冷> 拉黑了
        ]
        完

        = 找错店 | w=2 tag=误联系
        客 {我在你家买的{手机壳|猫粮|鱼缸|电饭煲}怎么还没到|{猫粮|电饭煲|瑜伽垫}能退吗}
        服
        暖> {亲}{您}是不是找错店了呀，我们是{店}，没有卖这个{哦}，{您}在“我的订单”里点进那一单，就能找到对应的店铺了{波}
        平> {亲}我们店没有这个{哦}，{您}看看订单
        冷> 不是我们家的
        客 {哦哦不好意思，点错了|啊，找错了}
        服
        暖> 没关系的{哦}，祝{您}生活愉快{波}
        平> 没事{哦}
        冷> 嗯
        完

        = 语音 | w=3 order=received team=混 tag=使用
        音
        服
        暖> {亲}不好意思，我这边办公室不方便听语音，麻烦{您}打字说一下可以吗{波}
        平> 听不了语音，麻烦打字{哦}
        冷> 打字
        客 {不太会打字|老人家打字慢}，{商品}，{用问}
        服
        暖> 没关系{您}慢慢打，看懂了{哦}。{用}
        平> {用}
        冷> 详情页有视频
        [冷
        客 {没找到视频啊|字太小看不清啊}
        服
        暖> 那我跟{您}说，{用}
        平> {用}
        冷> 让家里年轻人看看
        ]
        谢
        别

        = 夜间咨询 | w=10 night tag=夜间
        客 {在吗|你好|有人吗}
        机 您好，客服在线时间是8:30-24:00，您可以先留言，上班后第一时间回复您哦
        客 {{商品}{色}有现货吗|{商品}{码}还有没有|想问下{商品}{色}{码}的现在能拍吗}
        隔
        服
        暖> {时段}好，客服刚上班，没能及时回复{您}，不好意思{哦}，{色}{码}有现货，{您}拍下{发}就能发{波}
        平> {您}好，有现货的{哦}
        冷> 有
        [
        客 {好的，拍了|下单了}
        态 paid
        系 [订单卡片] 买家已付款 {全名} {色} {码} 1件 实付¥{价}.00
        别
        /
        客 {已经买别家了|算了，买了别的了}
        服
        暖> 没关系的{哦}，是我们回复晚了，欢迎{您}下次再来看看{波}
        平> 好的{哦}
        冷> 哦
        完
        /
        完
        ]

        = 夜间售后 | w=7 night order=received complaint team=后 tag=夜间,质量问题
        客 {商品}{坏}，{太气人了|到底有没有人管}
        机 您好，客服在线时间是8:30-24:00，您可以先留言，上班后第一时间回复您哦
        图
        隔
        服
        歉> {时段}好，客服刚上班，没能及时回{您}，非常抱歉，图片看到了，这个我们负责，给{您}换新或者退款都可以{哦}
        迟> 图看到了，可以给{您}换，抱歉{哦}
        无> 可以换，申请一下
        推> 这个是不是使用的时候没注意
        [推
        客 {我怎么不注意了？|开口就赖人}
        服
        歉> 对不起，我不该这么问，{您}别生气，给{您}换新{哦}
        无> 那换一个吧
        ]
        客 {换吧|换一个}
        解
        服
        暖> 好的，今天就发，{快递}，{您}留意一下{哦}
        平> 好的{哦}
        冷> 嗯
        谢
        别

        = 夜间无人 | w=5 night tag=夜间
        客 {有人吗|还有客服在吗}，{{商品}怎么洗|{商品}能便宜点吗}
        机 您好，客服在线时间是8:30-24:00，您可以先留言，上班后第一时间回复您哦
        客 {好吧|算了}
        完

        = 无人应答 | w=1 open=直 tag=无人应答
        客 {你好|在吗}，{{商品}还有{色}吗|想问下{商品}能开发票吗|{商品}今天能发吗}
        静 7
        客 {有人吗|在不在啊|？}
        静 11
        客 {算了，去别家买了|没人就算了|。。。}
        完

        = 無貨 | w=3 lang=tw shop=家居 tag=港澳台
        客 {你好，請問|哈囉，}這款有現貨嗎？{可以寄台灣嗎|寄香港要多少運費}
        服
        暖> {亲}有现货的{哦}，港澳台可以走集运，{您}下单填集运仓地址就行，国内这段包邮，出境那段运费由集运收{波}
        平> 有现货，走集运{哦}
        冷> 走集运
        客 {請問大概幾天會到|大概要等多久}？
        服
        诚> 到集运仓一般三天左右，出境那段快的一周，慢的要两周，清关时间说不准，着急用的话不太建议{哦}
        平> 大概十天左右{哦}
        夸> 很快的，保证一周到{波}
        冷> 十来天
        客 {了解，謝謝妳|好的，我再考慮一下，感謝|OK，已經下單囉}
        别

        = 換貨 | w=2 lang=tw order=received case team=后 tag=港澳台,换货
        客 {不好意思，我收到的顏色不太適合|您好，想問一下尺寸不合可以換嗎}
        客 {東西還沒用過|吊牌都還在}，{這樣運費怎麼算|要怎麼處理比較好}
        服
        暖> {您}好，没用过可以换的{哦}，因为是集运，寄回的运费要{您}承担一下，我们这边发新的包邮到集运仓，还请{您}理解{波}
        平> 可以换，寄回的运费{您}出{哦}
        冷> 运费自己出
        客 {這樣運費比東西還貴欸|那有其他辦法嗎}
        服
        暖> 确实不划算，这样，给{您}申请退{赔}元，{您}留着用可以吗，不好意思{哦}
        平> 那给{您}补{赔}元吧{哦}
        冷> 没有
        客 {好，那就這樣，謝謝|OK，麻煩你了}
        解
        别

        = 衣服 | w=2 lang=tw shop=女装 tag=港澳台,尺码
        客 {請問|想請問}{身高}公分，{体重}斤要穿什麼尺寸
        服
        诚> {版}，建议拍{荐码}码{哦}，{您}那边的M和我们的码数会差一点点，最好对一下详情页的胸围腰围
        平> 建议{荐码}码{哦}
        夸> {荐码}绝对合适{波}
        冷> {荐码}
        [
        客 會不會縮水？
        服
        诚> 第一次洗会缩一点点，大概1公分以内，冷水洗、平铺晾干就好，不要烘{哦}
        平> 不怎么缩{哦}
        夸> 绝对不会缩{波}
        冷> 不会
        /
        客 顏色跟照片會差很多嗎？
        服
        诚> 多少会有一点差别，屏幕和光线都有影响，{色}室内看会深一点，介意的话{您}先看看买家秀{哦}
        平> 正常的{哦}，不会差太多
        夸> 百分百一样{波}
        冷> 不会
        ]
        客 {好喔，謝謝|那我直接下單，謝謝你}
        别

        = stock | w=2 lang=en tag=English
        客 {Hi|Hello}, {is this still in stock|do you have it in stock}?
        服
        暖> Yes, it is in stock. If you order before 4 pm we will ship it today
        平> Yes, in stock
        夸> Yes!! Best product ever, you will 100% love it
        冷> yes
        客 {How long does it take to Shanghai|Do you ship to Chengdu, how many days}?
        服
        诚> Usually 2 to 3 days with {快递} Express, but it can take a day longer at weekends, so please leave some margin if it is urgent
        平> About 3 days
        夸> Tomorrow for sure, I promise
        冷> 3 days
        [
        客 {Great, ordered|Ok I just placed the order}
        态 paid
        系 [订单卡片] 买家已付款 {全名} {色} {码} 1件 实付¥{价}.00
        /
        客 {Thanks, let me think about it|Ok thank you}
        ]
        别

        = size en | w=2 lang=en shop=女装 tag=English,尺码
        客 Hi, I am {身高} cm and {体重} jin, {which size should I take|what size do you recommend}?
        服
        诚> I would suggest {荐码}. The sizes here run a little smaller than European ones, so if you like it loose, please go one size up
        平> I recommend {荐码}
        夸> {荐码} will be perfect, guaranteed
        冷> {荐码}
        客 {Does the color fade|Will it shrink}?
        服
        诚> A little in the first wash, to be honest. Please wash it cold and separately, after that it is stable
        平> Not much, please wash it cold
        夸> Never, it is absolutely perfect quality
        冷> no
        客 {Thank you|Good to know, thanks}!
        别

        = broken en | w=2 lang=en shop=数码 order=received complaint team=前 tag=English,质量问题
        客 {Hello, I received my order but it does not work|Hi, my parcel arrived and it is broken}. {Very disappointed|What can you do about it}
        图
        服
        歉> I am so sorry about that, this should not have happened. We will send you a new one today for free, and you do not need to return the broken one
        迟> We can exchange it for you, sorry for the trouble
        无> Please send me the order number
        推> It was fine when we shipped it, please ask the courier
        [无推
        客 {I already sent a picture|That is not my problem, I bought it from you}
        服
        歉> You are right, I apologize. We will send a replacement right away
        迟> Ok, we will exchange it, sorry
        无> Ok, we exchange
        ]
        客 {Ok, thank you|Alright, please hurry}
        解
        别

        = address en | w=1 lang=en order=paid tag=English,改地址
        客 Hi, {I typed the wrong phone number|can I change my address}? My order is not shipped yet
        服
        暖> Of course, no problem. Could you please send me the new one? I will update it before it ships
        平> Yes, send me the new one
        冷> send it
        客 {Room 602, Building 5, same street|the last four digits are {尾号}}
        服
        暖> Done, it is updated now. Thank you for telling us in time
        平> Done
        冷> ok
        客 {Thanks|Perfect, thanks}
        别

        = invoice en | w=1 lang=en order=received tag=English,发票
        客 {Hello, can I get a fapiao|Hi, I need an invoice for my company}?
        服
        暖> Sure, please send me the company name, tax number and your email, you will receive it within three working days
        诚> Sure, we can issue an electronic normal fapiao. We cannot issue the special VAT one at the moment, I hope that is fine for you
        平> Yes, company name and tax number please
        冷> tax number
        客 {Blue River Trading Ltd|Northgate Education}, 9133****{单号}, {邮箱}
        服
        暖> Got it, thank you. It will be sent to {邮箱}
        平> Got it
        冷> ok
        客 {Thanks|Thank you so much}
        别
        """;
}
