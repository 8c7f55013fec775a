"""Words that a question can be turned round with: opposites, and relations that are mixed up."""

import re

_ANTONYMS = [
    ("first", "last"), ("before", "after"), ("most", "least"), ("more", "fewer"),
    ("largest", "smallest"), ("highest", "lowest"), ("oldest", "youngest"), ("best", "worst"),
    ("early", "late"), ("north", "south"), ("east", "west"), ("start", "end"), ("with", "without"),
    ("increase", "decrease"), ("increased", "decreased"), ("larger", "smaller"),
    ("higher", "lower"), ("older", "younger"), ("longest", "shortest"), ("began", "ended"),
    ("begin", "end"), ("allowed", "forbidden"), ("always", "never"), ("major", "minor"),
    ("strong", "weak"), ("common", "rare"), ("inside", "outside"), ("support", "oppose"),
    ("supported", "opposed"), ("positive", "negative"), ("gained", "lost"), ("win", "lose"),
    ("won", "lost"), ("northern", "southern"), ("eastern", "western"), ("cause", "prevent"),
    ("caused", "prevented"), ("accepted", "rejected"), ("above", "below"), ("simple", "complex"),
    ("最大", "最小"), ("最早", "最晚"), ("最高", "最低"), ("最多", "最少"), ("最长", "最短"),
    ("最長", "最短"), ("之前", "之后"), ("之前", "之後"), ("以前", "以后"), ("以前", "以後"),
    ("开始", "结束"), ("開始", "結束"), ("北部", "南部"), ("东部", "西部"), ("東部", "西部"),
    ("增加", "减少"), ("增加", "減少"), ("上升", "下降"), ("第一", "最后"), ("第一", "最後"),
    ("首次", "最后一次"), ("首次", "最後一次"), ("支持", "反对"), ("支持", "反對"),
    ("成功", "失败"), ("成功", "失敗"), ("允许", "禁止"), ("允許", "禁止"), ("优点", "缺点"),
    ("優點", "缺點"), ("胜", "败"), ("勝", "敗"), ("内部", "外部"), ("內部", "外部"),
    ("男性", "女性"), ("提高", "降低"), ("早期", "晚期"), ("上游", "下游"), ("进口", "出口"),
    ("進口", "出口"), ("接受", "拒绝"), ("接受", "拒絕"), ("国内", "国外"), ("國內", "國外"),
]  # fmt: skip
_RELATIONS = [
    ("born", "buried"), ("founded", "dissolved"), ("wrote", "translated"), ("author", "publisher"),
    ("director", "composer"), ("father", "brother"), ("mother", "sister"), ("wife", "daughter"),
    ("built", "demolished"), ("opened", "closed"), ("discovered", "disproved"), ("sold", "bought"),
    ("published", "withdrawn"), ("elected", "dismissed"), ("arrived", "departed"),
    ("出生", "去世"), ("成立", "解散"), ("创立", "解散"), ("創立", "解散"), ("建立", "废除"),
    ("建立", "廢除"), ("作者", "译者"), ("作者", "譯者"), ("导演", "编剧"), ("導演", "編劇"),
    ("父亲", "哥哥"), ("父親", "哥哥"), ("母亲", "姐姐"), ("母親", "姐姐"), ("妻子", "女儿"),
    ("妻子", "女兒"), ("儿子", "孙子"), ("兒子", "孫子"), ("毕业", "任教"), ("畢業", "任教"),
    ("建成", "拆除"), ("开业", "停业"), ("開業", "停業"), ("通车", "停运"), ("通車", "停運"),
    ("发现", "否定"), ("發現", "否定"), ("出版", "停刊"), ("上映", "下映"), ("当选", "落选"),
    ("當選", "落選"), ("任命", "免职"), ("任命", "免職"), ("面积", "海拔"), ("面積", "海拔"),
    ("人口", "面积"), ("长度", "宽度"), ("長度", "寬度"), ("原因", "后果"), ("原因", "後果"),
    ("起点", "终点"), ("起點", "終點"), ("主演", "配音"), ("总部", "工厂"), ("總部", "工廠"),
]  # fmt: skip
OPPOSITE = {
    one: other for pair in reversed(_ANTONYMS + _RELATIONS) for one, other in (pair[::-1], pair)
}
OPPOSED = re.compile(
    "|".join(rf"\b{word}\b" if word.isascii() else word for word in OPPOSITE), re.IGNORECASE
)
