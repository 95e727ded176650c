"""Invented people: names, addresses and identity numbers that belong to nobody."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范"
    "汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文"
)
LONG_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "令狐", "慕容")
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红玉建国志梅鑫宇浩晨思雨欣怡子涵梓轩一诺佳琪雪婷俊博嘉豪瑞泽"
    "海燕春小龙飞鹏波斌凯亮健庆荣福贵生金宝成德光天云月星晓东南西北山川江河林森松柏柳杨枫竹菊莲荷萍芬芝蓉蓓蕾莉薇"
)
RARE = "喆堃淼犇珺祎昇晟煜瑀翀旻珅妤婳赟龑翾镕昊玥烨琛瑾瑜"
MINORITY_NAMES = (
    "买买提·艾合买提",
    "阿卜杜拉·买买提",
    "古丽娜尔·吐尔逊",
    "迪丽热巴·阿不都",
    "巴特尔·其木格",
    "艾尼瓦尔·木沙江",
    "帕丽达·哈斯木",
)
ETHNICITIES = [
    "汉",
    "蒙古",
    "回",
    "藏",
    "维吾尔",
    "苗",
    "彝",
    "壮",
    "布依",
    "朝鲜",
    "满",
    "侗",
    "瑶",
    "白",
    "土家",
    "哈尼",
    "哈萨克",
    "傣",
    "黎",
    "傈僳",
    "佤",
    "畲",
    "高山",
    "拉祜",
    "水",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "土",
    "达斡尔",
    "仫佬",
    "羌",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "怒",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "京",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
    "门巴",
    "珞巴",
    "基诺",
]
PLACES = {
    "110105": "北京市朝阳区",
    "310112": "上海市闵行区",
    "440304": "广东省深圳市福田区",
    "330106": "浙江省杭州市西湖区",
    "510107": "四川省成都市武侯区",
    "420111": "湖北省武汉市洪山区",
    "500112": "重庆市渝北区",
    "650104": "新疆乌鲁木齐市新市区",
    "230103": "黑龙江省哈尔滨市南岗区",
    "450103": "广西南宁市青秀区",
    "610113": "陕西省西安市雁塔区",
    "340111": "安徽省合肥市包河区",
    "371002": "山东省威海市环翠区",
    "152201": "内蒙古兴安盟乌兰浩特市",
    "430521": "湖南省邵东县",
    "522624": "贵州省黔东南苗族侗族自治州三穗县",
}
ROADS = [
    "样本路",
    "示范大街",
    "测试北路",
    "长宁街",
    "幸福路",
    "建设大道",
    "人民东路",
    "解放西路",
    "学府路",
    "滨河路",
    "青年大街",
    "桂花巷",
]
ESTATES = ["阳光小区", "锦绣花园", "龙湖苑", "金色家园", "紫荆雅苑", "和平里"]


def a_name(random: Random) -> str:
    """Invent a name of two to four characters, at times a rare or a minority one."""
    draw = random.random()
    if draw < 0.06:
        return random.choice(MINORITY_NAMES)
    surname = random.choice(LONG_SURNAMES) if draw < 0.12 else random.choice(SURNAMES)
    pool = GIVEN if random.random() < 0.9 else RARE
    return surname + "".join(random.choice(pool) for _ in range(random.choice((1, 2, 2, 2))))


def check_character(first_17: str) -> str:
    """Compute the last character of an identity number."""
    total = sum(int(digit) * (2 ** (17 - at) % 11) for at, digit in enumerate(first_17))
    return "10X98765432"[total % 11]


def a_number(random: Random) -> str:
    """Invent an identity number that passes its check."""
    born = f"{random.randint(1945, 2004)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    first = random.choice(list(PLACES)) + born + f"{random.randint(1, 999):03}"
    return first + check_character(first)


def an_address(random: Random, division: str | None = None) -> str:
    """Invent an address of one to three printed lines."""
    place = PLACES.get(division or "") or random.choice(list(PLACES.values()))
    road = f"{random.choice(ROADS)}{random.randint(1, 1999)}号"
    if random.random() < 0.25:
        village = random.choice("青石清平太永") + random.choice("河桥坝山") + "乡"
        return f"{place}{village}{random.choice('大新')}村{random.randint(1, 12)}组"
    if random.random() < 0.6:
        flat = f"{random.randint(1, 32)}栋{random.randint(1, 4)}单元{random.randint(101, 3204)}"
        road += random.choice(ESTATES) + flat + random.choice(("室", "号", ""))
    return place + road


def a_person(random: Random, **fixed: str) -> dict[str, str]:
    """Invent all fields of an identity card; what is given in `fixed` stays."""
    number = fixed.get("number") or a_number(random)
    person = {
        "name": a_name(random),
        "sex": "男" if int(number[16]) % 2 else "女",
        "ethnicity": "汉" if random.random() < 0.6 else random.choice(ETHNICITIES),
        "birth_date": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "address": an_address(random, number[:6]),
        "number": number,
    }
    return person | fixed
