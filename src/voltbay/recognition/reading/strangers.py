"""Papers that people photograph by mistake, by what they call themselves and what only they say.

Titles and labels are as printed; several come from memory and pictures of forms, not from their
standards. A paper needs a line here and a sentence of its code.
"""

from voltbay.recognition.reading.document_kind import Unwanted

OF_PERSONS = ("姓名", "性别", "民族", "出生", "住址")  # labels that most papers of persons have
OF_CARS = ("车辆类型", "所有人", "使用性质", "车辆识别代号", "发证日期", "发动机号码")

STRANGERS = (
    Unwanted(
        "residence_permit",
        ("居住地址", "居住事由", "现居住地址", "签发日期", "户籍地址"),
        titles=("居住证", "暂住证", "工作居住证", "人才居住证", "居住登记卡"),
        carries=(*OF_PERSONS, "公民身份号码"),
    ),
    Unwanted(
        "residence_permit_back",  # of residents of Hong Kong, Macao and Taiwan
        ("通行证号码", "签发次数"),
        titles=("港澳居民居住证", "台湾居民居住证"),
    ),
    Unwanted(
        "passport",
        (
            "护照号",
            "PASSPORTNO",
            "国家码",
            "COUNTRYCODE",
            "PLACEOFBIRTH",
            "DATEOFISSUE",
            "DATEOFEXPIRY",
            "SURNAME",
            "GIVENNAMES",
            "PLACEOFISSUE",
        ),
        titles=("护照", "PASSPORT", "PASSEPORT"),
        carries=("姓名", "性别", "出生"),
        form=r"P[A-Z0-9<]{4}.*<<",  # the first of the two lines that machines read
    ),
    Unwanted(
        "travel_permit",  # of residents of Hong Kong, Macao and Taiwan
        ("港澳居民来往", "台湾居民来往", "签发次数", "换证次数", "签发地点"),
        titles=("港澳居民来往内地通行证", "台湾居民来往大陆通行证"),
        carries=("姓名", "性别", "出生"),
    ),
    Unwanted(
        "exit_permit",  # of residents of the mainland
        ("往来港澳", "往来台湾", "签发地点", "签注"),
        titles=("往来港澳通行证", "往来台湾通行证", "大陆居民往来台湾通行证"),
        carries=("姓名", "性别", "出生"),
        form=r"C[SCDT][A-Z0-9<]{3}.*<<",
    ),
    Unwanted(
        "household_register",
        (
            "户主或与",
            "户别",
            "户主姓名",
            "曾用名",
            "籍贯",
            "本市县",
            "兵役状况",
            "何时由何地",
            "文化程度",
            "婚姻状况",
            "公民身份证件编号",
        ),
        titles=("居民户口簿", "常住人口登记卡", "常住人口登记表"),
        carries=(*OF_PERSONS, "公民身份号码"),
    ),
    Unwanted(
        "driving_licence",
        ("准驾车型", "初次领证日期", "驾驶证", "国籍", "CLASS"),
        titles=("机动车驾驶证", "电子驾驶证"),
        carries=OF_PERSONS,
    ),
    Unwanted(
        "electronic_identity_card",
        ("电子证照", "仅限本人使用", "亮证", "出示二维码", "身份码"),
        titles=("电子身份证", "居民身份电子凭证", "身份电子凭证", "居民身份证电子证照"),
        carries=(*OF_PERSONS, "公民身份号码"),
    ),
    Unwanted(
        "other_certificate",
        ("持证人", "发证机关", "社会保障号码", "学号", "残疾类别", "从业资格"),
        titles=(
            "社会保障卡",
            "军官证",
            "士兵证",
            "军士证",
            "文职人员证",
            "人民警察证",
            "警官证",
            "学生证",
            "工作证",
            "结婚证",
            "离婚证",
            "残疾人证",
            "老年人优待证",
            "退休证",
            "从业资格证",
            "出生医学证明",
            "海员证",
            "外国人居留许可",
            "优待证",
        ),
        carries=(*OF_PERSONS, "公民身份号码"),
    ),
    Unwanted(
        "bank_card",
        (
            "银联",
            "UNIONPAY",
            "VALIDTHRU",
            "银行",
            "借记卡",
            "信用卡",
            "储蓄卡",
            "DEBIT",
            "CREDIT",
            "MONTH/YEAR",
            "CARDHOLDER",
            "MASTERCARD",
            "VISA",
            "持卡人",
        ),
    ),
    Unwanted(
        "registration_certificate",
        (
            "机动车登记编号",
            "登记机关",
            "身份证明名称",
            "车身颜色",
            "车辆型号",
            "国产/进口",
            "燃料种类",
            "注册登记机动车信息",
            "制造厂名称",
            "获得方式",
            "轮胎规格",
            "抵押登记",
        ),
        titles=("机动车登记证书", "机动车登记证书编号", "注册登记摘要信息栏"),
        carries=OF_CARS,
    ),
    Unwanted(
        "insurance_policy",
        ("被保险人", "保险期间", "责任限额", "保险费合计", "保险单号", "投保确认"),
        titles=(
            "机动车交通事故责任强制保险单",
            "机动车商业保险保险单",
            "机动车综合商业保险保险单",
            "交强险电子保单",
            "机动车商业保险单",
            "机动车交通事故责任强制保险标志",
        ),
        carries=(*OF_CARS, "品牌型号"),
    ),
    Unwanted(
        "temporary_plate",
        ("临时号牌", "行驶车号牌", "厂牌型号", "机动车所有人", "有效期至"),
        titles=("临时行驶车号牌", "临时行驶车号牌背面"),
        carries=(*OF_CARS, "品牌型号"),
        form=r".{0,3}[A-Z][·•.]?[A-Z0-9]{4,6}临$",
    ),
    Unwanted(
        "electronic_licence",
        (  # not 检验有效期至 and 强制报废期止: the second page of a licence on paper says both
            "状态正常",
            "生成时间",
            "交管12123",
            "出示二维码",
            "状态逾期",
            "年检有效期",
            "刷新二维码",
        ),
        titles=("电子行驶证", "电子行驶证正页"),
        carries=(*OF_CARS, "品牌型号", "注册日期", "行驶证"),
    ),
    Unwanted(
        "conformity_certificate",
        (
            "合格证编号",
            "车辆制造企业名称",
            "底盘型号",
            "车辆品牌/车辆名称",
            "整备质量",
            "最高设计车速",
        ),
        titles=("机动车整车出厂合格证", "车辆合格证", "车辆一致性证书", "机动车环保信息随车清单"),
        carries=OF_CARS,
    ),
    Unwanted(
        "car_invoice",
        (
            "购买方名称",
            "价税合计",
            "纳税人识别号",
            "合格证号",
            "进口证明书号",
            "完税凭证",
            "发票代码",
        ),
        titles=("机动车销售统一发票", "二手车销售统一发票", "车辆购置税完税证明"),
        carries=(*OF_CARS, "品牌型号"),
    ),
    Unwanted(
        "other_car_paper",
        ("经营许可证号", "业户名称", "检验合格", "检验日期", "检验机构", "经营范围"),
        titles=(
            "道路运输证",
            "机动车检验合格标志",
            "检验合格标志",
            "网络预约出租汽车运输证",
            "机动车安全技术检验报告",
            "报废机动车回收证明",
            "机动车注销证明书",
        ),
        carries=OF_CARS,
    ),
    Unwanted(
        "business_licence",
        ("统一社会信用代码", "法定代表人", "注册资本", "经营范围", "登记机关", "成立日期"),
        titles=("营业执照", "营业执照副本", "组织机构代码证"),
    ),
)
