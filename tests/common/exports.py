"""Small files as other programs write them: saved pages, mails, exports."""
# ruff: noqa: E501, W291 — their lines are as those programs write them

import gzip
import json
import plistlib

from tests.common.web_site import PAGE, PARAGRAPHS

PAGE_BYTES = PAGE.format(PARAGRAPHS).encode()

MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/viaduc\r\nSubject: Le viaduc\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="----Bound"\r\n\r\n'
    b"------Bound\r\nContent-Type: text/html\r\nContent-Location: https://example.org/viaduc\r\n\r\n"
    + PAGE_BYTES
    + b"\r\n------Bound\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
    b"------Bound--\r\n"
)
WEBARCHIVE = plistlib.dumps(
    {
        "WebMainResource": {
            "WebResourceData": PAGE_BYTES,
            "WebResourceURL": "https://example.org/viaduc",
            "WebResourceMIMEType": "text/html",
            "WebResourceTextEncodingName": "UTF-8",
        }
    },
    fmt=plistlib.FMT_BINARY,
)

MAIL = """From: Ana Roy <ana@example.org>
To: press@example.org
Subject: Re: The weir of Holm
Date: Tue, 14 May 2024 09:30:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

The weir of Holm was raised by 40 centimetres in April.

It holds since then, whatever was said.

On 13 May 2024, Tom Blake <tom@example.org> wrote:
> Does the weir hold?
> I was told that it is leaking.

-- 
Ana Roy, engineer
--b1
Content-Type: text/plain; charset=utf-8
Content-Disposition: attachment; filename="report.txt"

The report counts eleven leaks, none of them serious.
--b1--
"""
BOX = "".join(f"From ana@example.org Tue May 14 09:30:00 2024\n{MAIL}\n" for _ in range(2))

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Holm Courier</title>
<language>en</language><item><title>The weir &amp;amp; the mill</title><link>https://example.org/weir</link>
<guid>weir-1</guid><pubDate>Tue, 14 May 2024 09:30:00 +0200</pubDate>
<content:encoded><![CDATA[<p>The weir of Holm was raised in April.</p><p>It cost <s>3</s> 4 million.</p>]]></content:encoded>
</item><item><title>Announced</title><link>https://example.org/other</link><description>Read it there.</description>
</item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Holm Courier</title><entry>
<title>The weir</title><id>tag:1</id><link href="https://example.org/weir"/><published>2024-05-14T09:30:00Z</published>
<author><name>Ana Roy</name></author><content type="html">&lt;p&gt;The weir of Holm was raised in April.&lt;/p&gt;</content>
</entry></feed>"""
WORDPRESS = """<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Holm notes</title><language>en-GB</language>
<item><title>The weir</title><link>https://example.org/weir</link><dc:creator>ana</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>The weir was <!-- x -->raised in April.</p><!-- /wp:paragraph -->[gallery ids="1"]]]></content:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2024-05-14 09:30:00</wp:post_date><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item>
<item><title>Old</title><content:encoded><![CDATA[The mill stood still.

It runs again.]]></content:encoded><wp:post_id>8</wp:post_id><wp:status>publish</wp:status>
<wp:post_type>page</wp:post_type></item>
<item><title>Draft</title><content:encoded><![CDATA[Not yet said.]]></content:encoded><wp:post_id>9</wp:post_id>
<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>photo</title><wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status></item></channel></rss>"""
WIKI = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en"><siteinfo>
<sitename>Holm Wiki</sitename><base>https://wiki.example.org/wiki/Main_Page</base><namespaces>
<namespace key="6">File</namespace><namespace key="14">Category</namespace></namespaces></siteinfo>
<page><title>Weir of Holm</title><ns>0</ns><id>1</id><revision><id>2</id><timestamp>2024-05-14T09:30:00Z</timestamp>
<text xml:space="preserve">{{Infobox|height=3}}
The '''weir of Holm''' is in the [[River Aa|Aa]].&lt;ref&gt;Not so.&lt;/ref&gt; It holds 10&lt;sup&gt;6&lt;/sup&gt; m&lt;sup&gt;3&lt;/sup&gt;.
[[File:Weir.jpg|thumb|A picture]]
== History ==
* It was built in &lt;s&gt;1890&lt;/s&gt; 1891.
{| class="wikitable"
| a || b
|}
[[Category:Weirs]]</text></revision></page>
<page><title>Weir</title><ns>0</ns><redirect title="Weir of Holm" /><revision><text>#REDIRECT [[Weir of Holm]]</text></revision></page>
<page><title>Talk:Weir of Holm</title><ns>1</ns><revision><text>I doubt it.</text></revision></page></mediawiki>"""

TELEGRAM = json.dumps({"name": "Holm news", "type": "public_channel", "id": 1, "messages": [
    {"id": 1, "type": "service", "date": "2024-05-14T08:00:00", "action": "create_channel", "text": ""},
    {"id": 2, "type": "message", "date": "2024-05-14T09:30:00", "from": "Ana Roy",
     "text": ["The weir ", {"type": "bold", "text": "holds"}, ".", {"type": "strikethrough", "text": " No."}]},
    {"id": 3, "type": "message", "date": "2024-05-14T09:40:00", "from": "Tom Blake", "text": "Since when?\nSince April."},
    {"id": 4, "type": "message", "date": "2024-05-15T07:00:00", "from": "Ana Roy", "text": "The mill runs again."},
    {"id": 5, "type": "message", "date": "2024-05-16T07:00:00", "from": "Ana Roy", "text": "", "photo": "x.jpg"},
]})  # fmt: skip
WALLABAG = json.dumps([
    {"id": 5, "title": "The weir", "url": "https://example.org/weir", "content": "<p>The weir was raised in April.</p>",
     "published_at": "2024-05-14T09:30:00+0000", "published_by": ["Ana Roy"], "language": "en",
     "domain_name": "example.org"},
    {"id": 6, "title": "The mill", "url": "https://example.org/mill", "content": None},
])  # fmt: skip
KARAKEEP = json.dumps({"bookmarks": [
    {"title": "A note", "content": {"type": "text", "text": "The mill of Holm has two wheels."}},
    {"title": "The weir", "content": {"type": "link", "url": "https://example.org/weir"}},
]})  # fmt: skip
POCKET = "title,url,time_added,tags,status\nThe weir,https://example.org/weir,1715675400,,unread\n"
READWISE = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note\n"
    '"The weir holds, they say.",The Aa,Ana Roy,,mine\nIt was built in 1891.,The Aa,Ana Roy,,\n'
)
CLIPPINGS = """\ufeffThe Aa and its weirs (Roy, Ana)
- Your Highlight on page 12 | Location 170-172 | Added on Tuesday, 14 May 2024 09:30:12

The weir of Holm was built in 1891
==========
The Aa and its weirs (Roy, Ana)
- Your Highlight on page 12 | Location 170-173 | Added on Tuesday, 14 May 2024 09:31:12

The weir of Holm was built in 1891, and raised twice.
==========
The Aa and its weirs (Roy, Ana)
- Your Note on page 12 | Location 173 | Added on Tuesday, 14 May 2024 09:32:12

ask Tom
==========
The Aa and its weirs (Roy, Ana)
- Your Bookmark on page 30 | Location 400 | Added on Tuesday, 14 May 2024 09:33:12


==========
Une autre rivière
- Votre surlignement sur la page 3 | emplacement 20-21 | Ajouté le mardi 14 mai 2024 09:34:12

La rivière est longue de 40 kilomètres.
==========
"""

EXPORTS = {
    "saved.mhtml": MHTML,
    "saved.webarchive": WEBARCHIVE,
    "saved.html.gz": gzip.compress(PAGE_BYTES, mtime=0),
    "saved.xhtml": PAGE_BYTES,
    "mail.eml": MAIL.encode(),
    "box.mbox": BOX.encode(),
    "feed.rss": RSS.encode(),
    "feed.atom": ATOM.encode(),
    "blog.xml": WORDPRESS.encode(),
    "wiki.xml": WIKI.encode(),
    "result.json": TELEGRAM.encode(),
    "wallabag.json": WALLABAG.encode(),
    "karakeep.json": KARAKEEP.encode(),
    "pocket.csv": POCKET.encode(),
    "readwise.csv": READWISE.encode(),
    "My Clippings.txt": CLIPPINGS.encode(),
}
