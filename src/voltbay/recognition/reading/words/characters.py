"""The characters that codes are made of."""

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VIN = DIGITS + "ABCDEFGHJKLMNPRSTUVWXYZ"
IDENTITY_NUMBER = DIGITS + "X"
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
PLATE_END = "挂学警港澳使领"
SEPARATORS = "·•・-. "  # printed between parts of names and plates
