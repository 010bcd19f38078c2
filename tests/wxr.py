"""Exports of WordPress for tests, as ``wp-admin/includes/export.php`` writes them."""

from __future__ import annotations

from itertools import count

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.4" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
	<title>Wet feet</title>
	<link>https://example.org</link>
	<description>Notes from a &amp; by a river</description>
	<language>en-GB</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://example.org</wp:base_site_url>
	<wp:base_blog_url>https://example.org</wp:base_blog_url>
	<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ada]]></wp:author_login><wp:author_email><![CDATA[ada@example.org]]></wp:author_email><wp:author_display_name><![CDATA[Ada Example]]></wp:author_display_name></wp:author>
"""  # noqa: E501
_NUMBERS = count(1000)


def item(title: str, text: str = "", *, more: str = "", **fields: str) -> str:
    """Return an item; *fields* are those of WordPress without their prefix, *more* is further XML."""
    number = fields.pop("post_id", str(next(_NUMBERS)))
    slug = fields.get("post_name", title.lower().replace(" ", "-"))
    values = {
        "post_id": number, "post_date": "2020-01-02 23:30:00", "post_date_gmt": "2020-01-03 04:30:00",
        "post_name": slug, "status": "publish", "post_parent": "0", "post_type": "post", "post_password": "",
        "is_sticky": "0",
    }  # fmt: skip
    link = fields.pop("link", f"https://example.org/2020/01/02/{slug}/")
    excerpt = fields.pop("excerpt", "")
    creator = fields.pop("creator", "ada")
    values |= fields
    own = "\n".join(f"\t\t<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in values.items())
    return f"""	<item>
		<title><![CDATA[{title}]]></title>
		<link>{link}</link>
		<dc:creator><![CDATA[{creator}]]></dc:creator>
		<guid isPermaLink="false">https://example.org/?p={number}</guid>
		<description></description>
		<content:encoded><![CDATA[{text}]]></content:encoded>
		<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
{own}
{more}
	</item>
"""


def meta(name: str, value: str) -> str:
    """Return a custom field."""
    return (
        f"<wp:postmeta><wp:meta_key><![CDATA[{name}]]></wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def label(domain: str, slug: str, name: str) -> str:
    """Return a category, a tag or the like."""
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>'


def export(*items: str) -> str:
    """Return an export with *items*."""
    return f"{HEAD}{''.join(items)}</channel>\n</rss>\n"
