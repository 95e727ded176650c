"""What batteries are called in files and on receipts, which are Chinese."""

from voltbay.identifiers.battery_code import Product

PRODUCTS = {
    Product.PACK.value: "电池包",
    Product.MODULE.value: "电池模块",
    Product.CELL.value: "电池单体",
}
CHEMISTRIES = {
    "A": "镍氢电池",
    "B": "磷酸铁锂电池",
    "C": "锰酸锂电池",
    "D": "钴酸锂电池",
    "E": "三元材料电池",
    "F": "超级电容器",
    "G": "钛酸锂电池",
    "Z": "其他",
}
