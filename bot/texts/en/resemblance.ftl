# The same picture elsewhere among one person's pieces, when a listener asks.
desk-same-picture = The same picture?
desk-same-picture-of = The same picture as piece { $number }, elsewhere?
desk-same-picture-seen = { $count ->
    [one] The same picture, one more time:
   *[other] The same picture, { $count } more times:
}
desk-same-picture-none = { $count ->
    [0] No other picture to compare with.
    [one] Compared with one other picture: not the same.
   *[other] Compared with { $count } other pictures: not the same.
}
desk-same-picture-unfit = This is no picture that can be compared.
desk-same-picture-unfit-plain = This picture is too plain to be compared with another.
desk-same-picture-among = Only among this person's shared pieces. Turned, mirrored or framed, it is recognised; cropped or written over, not always.
