"""Domains at which anybody can have a mailbox: free mail and access providers. They say nothing about a company.

A table of our own. The published lists hold thousands of throw-away domains, and ordinary companies among them, and lack
those of Lithuania. Left out are the domains providers' own staff write from (telia.lt, comcast.com).
"""

from __future__ import annotations

from typing import Final

FREE_MAIL: Final = frozenset(
    """
    gmail.com googlemail.com outlook.com hotmail.com live.com msn.com live.co.uk live.nl live.fr live.de live.it live.se live.dk live.no live.fi live.ru live.ca live.be live.at live.ie live.com.au live.cn passport.com windowslive.com
    yahoo.com ymail.com rocketmail.com myyahoo.com aol.com aim.com netscape.net netscape.com icloud.com me.com mac.com
    proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com tutamail.com keemail.me
    gmx.com gmx.net gmx.org gmx.us mail.com email.com usa.com usa.net zoho.com zohomail.com fastmail.com fastmail.fm hushmail.com hey.com
    mailfence.com posteo.de posteo.net mailbox.org runbox.com disroot.org riseup.net startmail.com duck.com simplelogin.com
    lycos.com excite.com altavista.com geocities.com juno.com netzero.net netzero.com compuserve.com prodigy.net prodigy.com netcom.com
    mindspring.com earthlink.net bigfoot.com iname.com mailcity.com angelfire.com tripod.com hotbot.com webtv.net home.com flash.net
    email.msn.com worldnet.att.net att.net attbi.com sbcglobal.net bellsouth.net pacbell.net swbell.net ameritech.net snet.net nvbell.net
    comcast.net verizon.net gte.net cox.net charter.net rr.com adelphia.net optonline.net roadrunner.com frontier.com frontiernet.net
    centurylink.net centurytel.net embarqmail.com q.com qwest.net windstream.net mediaone.net peoplepc.com concentric.net erols.com pobox.com
    bell.net sympatico.ca rogers.com shaw.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz

    inbox.lt mail.lt takas.lt one.lt zebra.lt delfi.lt gmail.lt hotmail.lt yahoo.lt outlook.lt freemail.lt post.lt mailas.lt
    centras.lt balticum-tv.lt splius.lt
    inbox.lv mail.lv one.lv apollo.lv e-apollo.lv parks.lv latnet.lv delfi.lv inbox.eu outlook.lv
    mail.ee hot.ee online.ee neti.ee starman.ee delfi.ee email.ee uno.ee estpak.ee

    mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz yandex.ua yandex.lt yandex.lv yandex.ee narod.ru
    rambler.ru lenta.ru autorambler.ru myrambler.ru ro.ru rambler.ua r0.ru qip.ru pochta.ru pochtamt.ru hotbox.ru fromru.com front.ru krovatka.su land.ru
    mail15.com mail333.com nm.ru nextmail.ru newmail.ru hotmail.ru yahoo.ru e-mail.ru email.ru aport.ru km.ru mailru.com vk.com sibmail.com mail2000.ru
    tut.by mail.by tutby.com open.by mail.kz nur.kz
    ukr.net i.ua ua.fm email.ua 3g.ua bigmir.net meta.ua mail.ua online.ua rambler.ua yandex.ua ukrpost.net ukrpost.ua freemail.ukr.net gmail.ua

    wp.pl o2.pl onet.pl onet.eu op.pl vp.pl onet.com.pl autograf.pl spoko.pl amorki.pl opoczta.pl interia.pl interia.eu interia.com poczta.fm intmail.pl
    gazeta.pl tlen.pl go2.pl prokonto.pl neostrada.pl epf.pl int.pl buziaczek.pl
    gmx.de gmx.at gmx.ch web.de t-online.de freenet.de arcor.de online.de email.de 1und1.de kabelmail.de unitybox.de vodafonemail.de bluewin.ch hispeed.ch aon.at chello.at
    free.fr orange.fr wanadoo.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr voila.fr
    libero.it virgilio.it alice.it tin.it tiscali.it iol.it inwind.it fastwebnet.it tim.it email.it
    btinternet.com ntlworld.com blueyonder.co.uk virginmedia.com virgin.net talktalk.net tiscali.co.uk sky.com freeserve.co.uk lineone.net eircom.net
    planet.nl ziggo.nl kpnmail.nl xs4all.nl hetnet.nl home.nl telenet.be skynet.be terra.es telefonica.net ono.com sapo.pt
    seznam.cz email.cz centrum.cz post.cz atlas.cz volny.cz centrum.sk azet.sk zoznam.sk freemail.hu citromail.hu t-online.hu abv.bg mail.bg dir.bg
    telia.com home.se bredband.net spray.se comhem.se online.no broadpark.no kolumbus.fi luukku.com suomi24.fi elisanet.fi pp.inet.fi inet.fi
    otenet.gr walla.com walla.co.il rediffmail.com uol.com.br bol.com.br terra.com.br ig.com.br
    qq.com 163.com 126.com 139.com sina.com sina.cn sohu.com yeah.net foxmail.com aliyun.com naver.com hanmail.net daum.net
    """.split()
)
# free at every country's suffix: yahoo.co.uk, hotmail.fr
FREE_EVERYWHERE: Final = frozenset(("yahoo", "hotmail", "outlook", "gmail", "googlemail", "ymail", "gmx", "yandex", "protonmail"))
