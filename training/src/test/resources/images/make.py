"""Writes the pictures beside this file and the numbers Pillow reads from them (Pillow 11, numpy 2).

Usage: python make.py. The pictures are committed; the tests compare with `expected.csv`: of each
picture the RGB values of three pixels (row, column) after ImageOps.exif_transpose and laying
transparency on white.
"""
import numpy as np
from PIL import Image, ImageOps

r = np.random.default_rng(0)
a = np.zeros((16, 24, 3), np.uint8)
a[..., 0] = np.arange(24) * 10
a[..., 1] = (np.arange(16) * 15)[:, None]
a[4:12, 4:10] = (220, 30, 60)
im = Image.fromarray(a)
im.convert("CMYK").save("cmyk.jpg", quality=100, subsampling=0)
im.save("lossy.webp", quality=100)
im.save("lossless.webp", lossless=True)
alpha = np.zeros((16, 24, 4), np.uint8)
alpha[..., 3] = a[..., 0]
alpha[..., 2] = 40
Image.fromarray(alpha).save("alpha.webp", lossless=True, exact=True)
Image.fromarray(alpha).save("alpha.png")
grey_alpha = np.stack([a[..., 0], a[..., 1]], -1)
Image.fromarray(grey_alpha, "LA").save("grey-alpha.png")
im.save("plain.gif")
im.save("animated.gif", save_all=True, append_images=[im.transpose(Image.ROTATE_180)] * 2)
transparent = im.convert("P", palette=Image.ADAPTIVE, colors=16)
transparent.save("transparent.gif", transparency=0)
transparent.save("transparent.png", transparency=0)
for tag in range(1, 9):
    exif = Image.Exif()
    exif[0x112] = tag
    im.save(f"turned{tag}.jpg", exif=exif, quality=100, subsampling=0)
exif = Image.Exif()
exif[0x112] = 6
im.save("turned6.png", exif=exif)
im.save("turned6.webp", exif=exif, lossless=True)
Image.fromarray(a[..., 0].astype(np.uint16) * 16).save("twelve-bits.png")
im.save("plain.bmp")
im.save("plain.jpg", quality=100, subsampling=0)
im.save("progressive.jpg", quality=100, subsampling=0, progressive=True)

names = """cmyk.jpg lossy.webp lossless.webp alpha.webp alpha.png grey-alpha.png plain.gif animated.gif
transparent.gif transparent.png turned6.png turned6.webp plain.bmp plain.jpg progressive.jpg""".split()
names += [f"turned{t}.jpg" for t in range(1, 9)]
with open("expected.csv", "w") as out:
    for name in names:
        p = ImageOps.exif_transpose(Image.open(name))
        if p.mode == "CMYK":
            p = p.convert("RGB")
        p = p.convert("RGBA")
        white = Image.new("RGBA", p.size, "white")
        q = np.asarray(Image.alpha_composite(white, p).convert("RGB"))
        h, w = q.shape[:2]
        pixels = [(1, 2), (h // 2, 6), (h - 1, w - 2)]
        print(name, h, w, *[v for y, x in pixels for v in (y, x, *q[y, x])], sep=",", file=out)
