"""Names for vaults that are made up: services as people write them, places, persons, tags."""

from __future__ import annotations


def _lines(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in text.splitlines() for name in line.split(",") if name.strip())


SERVICES = _lines("""
    GitHub, GitLab, Bitbucket, Codeberg, SourceForge, Gitea, Amazon Web Services, Amazon, Google Cloud Platform
    Google, Microsoft Azure, Microsoft Teams, Microsoft Office, Outlook, OneDrive, Xbox Live, Skype, LinkedIn
    Windows Update, Apple, iCloud, App Store Connect, iTunes, Dropbox, Box, Nextcloud, ownCloud, pCloud, Mega
    Backblaze, Wasabi, DigitalOcean, Linode, Hetzner Cloud, Vultr, Scaleway, OVHcloud, Contabo, Netcup, Strato
    Ionos, GoDaddy, Namecheap, Gandi, Porkbun, Cloudflare, Fastly, Akamai, Netlify, Vercel, Heroku, Render, Railway
    Supabase, Firebase, MongoDB Atlas, PlanetScale, Redis Labs, Snowflake, Databricks, Elastic Cloud, Grafana
    Datadog, New Relic, Sentry, PagerDuty, Opsgenie, Statuspage, Jira, Confluence, Trello, Asana, Monday, Basecamp
    Linear, Notion, Evernote, Obsidian Sync, Todoist, TickTick, Things, Airtable, Smartsheet, Miro, Figma, Sketch
    InVision, Canva, Adobe Creative Cloud, Behance, Dribbble, Unsplash, Shutterstock, Getty Images, Flickr
    Pinterest, Instagram, Facebook, WhatsApp, Messenger, Threads, Twitter, Mastodon, Bluesky, Reddit, Hacker News
    Stack Overflow, Quora, Medium, Substack, WordPress, Ghost, Tumblr, Blogger, Squarespace, Wix, Webflow, Shopify
    Etsy, eBay, AliExpress, Zalando, Otto, IKEA, MediaMarkt, Saturn, Best Buy, Walmart, Target, Costco, Home Depot
    Decathlon, Nike, Adidas, Uniqlo, Zara, Tchibo, Thomann, Conrad, Reichelt, Mouser, Digikey, PayPal, Stripe
    Square, Klarna, Wise, Revolut, Monzo, Starling, Bunq, Comdirect, Deutsche Bank, Commerzbank, Sparkasse
    Volksbank, Postbank, Santander, Barclays, Lloyds Bank, NatWest, Bank of America, Wells Fargo, Chase, Capital One
    Citibank, American Express, Mastercard, Visa, Discover, Fidelity, Vanguard, Charles Schwab, Robinhood
    Trade Republic, Scalable Capital, Interactive Brokers, Coinbase, Kraken, Binance, Bitpanda, Ledger Live
    TurboTax, Elster, DATEV, Xero, QuickBooks, FreshBooks, Lexoffice, Sevdesk, Gusto, Rippling, Workday, BambooHR
    Personio, SAP Concur, Expensify, Salesforce, HubSpot, Zendesk, Intercom, Freshdesk, Mailchimp, SendGrid, Mailgun
    Postmark, Brevo, Twilio, Zapier, IFTTT, Slack, Discord, Zoom, Webex, Google Meet, Signal, Telegram, Threema
    Element, Rocket.Chat, Mattermost, Zulip, ProtonMail, Tutanota, Fastmail, Posteo, Mailbox.org, GMX, Web.de
    Yahoo Mail, Gmail, Zoho Mail, Hushmail, Migadu, NordVPN, Mullvad, ExpressVPN, Surfshark, Tailscale, ZeroTier
    WireGuard, OpenVPN, Bitwarden, KeePass, LastPass, Dashlane, Okta, Auth0, Duo Security, Yubico, Keybase
    Let's Encrypt, DigiCert, Have I Been Pwned, VirusTotal, Shodan, Netflix, Disney Plus, Hulu, Amazon Prime Video
    HBO Max, Paramount Plus, Peacock, Apple TV, Crunchyroll, Mubi, Arte, ARD Mediathek, ZDF, BBC iPlayer, YouTube
    Twitch, Vimeo, Dailymotion, Spotify, Deezer, Tidal, Qobuz, SoundCloud, Bandcamp, Audible, Kindle, Kobo
    Goodreads, LibraryThing, Project Gutenberg, Internet Archive, Wikipedia, Wikidata, New York Times
    Washington Post, The Guardian, The Economist, Financial Times, Wall Street Journal, Der Spiegel, Die Zeit
    Süddeutsche Zeitung, Frankfurter Allgemeine, Le Monde, El País, Neue Zürcher Zeitung, Heise, Golem, Wired, Steam
    Epic Games Store, GOG, PlayStation Network, Nintendo, Battle.net, Ubisoft Connect, EA Play, Riot Games, Roblox
    Minecraft, Itch.io, Humble Bundle, Chess.com, Lichess, Board Game Arena, Strava, Garmin Connect, Fitbit, Komoot
    MyFitnessPal, Headspace, Duolingo, Babbel, Coursera, Udemy, edX, Khan Academy, Skillshare, Pluralsight
    Codecademy, LeetCode, HackerRank, Kaggle, Hugging Face, Replit, CodePen, JSFiddle, Docker Hub, Quay, npm, PyPI
    RubyGems, crates.io, Maven Central, NuGet, Packagist, Homebrew, Launchpad, Fedora Accounts
    Red Hat Customer Portal, Ubuntu One, Arch Wiki, JetBrains, Postman, Sublime Text, Atlassian, CircleCI, Travis
    Jenkins, TeamCity, Buildkite, SonarQube, Snyk, Codecov, Uber, Lyft, Bolt, Lime, Deutsche Bahn, ÖBB, SBB
    SNCF Connect, Trenitalia, Renfe, Eurostar, National Rail, Amtrak, Lufthansa, Swiss International Air Lines
    British Airways, Air France, KLM, Ryanair, easyJet, Wizz Air, Iberia, Qantas, United Airlines, Delta Air Lines
    Southwest, JetBlue, Emirates, Turkish Airlines, Booking.com, Expedia, Airbnb, Agoda, Hotels.com, Tripadvisor
    Skyscanner, Kayak, Omio, FlixBus, BlaBlaCar, Sixt, Hertz, Enterprise, Share Now, Miles, ADAC, DHL, Hermes, DPD
    UPS, FedEx, Royal Mail, Deutsche Post, Packstation, Too Good To Go, Deliveroo, Lieferando, Wolt, DoorDash
    Instacart, HelloFresh, Rewe, Edeka, Aldi Talk, Lidl Plus, Tesco, Sainsbury's, Waitrose, Marks and Spencer
    Vodafone, Telekom, Congstar, Telefónica, Verizon, T-Mobile, Sprint, Comcast, Sky, Virgin Media, Three, Giffgaff
    Vattenfall, E.ON, EnBW, Octopus Energy, British Gas, Allianz, AXA, Techniker Krankenkasse, Barmer, AOK, Doctolib
    Philips Hue, Sonos, Ring, Nest, Ecobee, Home Assistant, Synology, QNAP, TrueNAS, UniFi Controller, FritzBox
    Pi-hole, OpenStreetMap, Google Maps, HERE, Mapbox, NASA Earthdata, Copernicus Hub, arXiv, ORCID, ResearchGate
    Zotero, Overleaf, Ancestry, MyHeritage, Meetup, Eventbrite, Ticketmaster, Eventim, Kickstarter, Patreon
    GoFundMe, Change.org, Avaaz
""")

PLACES = _lines("""
    Alder, Amber, Anchor, Apple Tree, Arcade, Aspen, Autumn, Badger, Bakers, Barley, Bay, Beacon, Bear, Birch
    Blossom, Blue, Bramble, Bridge, Brook, Cardinal, Castle, Cedar, Chapel, Cherry, Church, Clover, Coral, Corner
    Cottage, Crane, Crescent, Crown, Dawn, Deer, Dover, Eagle, East, Elm, Falcon, Fern, Finch, Fjord, Fountain, Fox
    Garden, Gate, Glacier, Golden, Granite, Green, Grove, Harbour, Hawthorn, Hazel, Heath, Heron, High Street, Hill
    Holly, Honey, Ivy, Jade, Juniper, Kestrel, King, Lake, Lantern, Larch, Laurel, Lighthouse, Lime Tree, Linden
    Lion, Lotus, Magnolia, Maple, Market, Marsh, Meadow, Mill, Moon, Moss, Mountain, North, Oak, Old Town, Olive
    Orchard, Otter, Owl, Park, Pearl, Pebble, Pine, Poplar, Quarry, Queen, Rabbit, Raven, Red, Reed, Ridge, River
    Robin, Rose, Rowan, Saffron, Salmon, Sea, Silver, Sparrow, Spring, Star, Stone, Summer, Sun, Swan, Thistle
    Tower, Valley, Vine, Violet, Walnut, Water, West, White, Wild, Willow, Winter, Wolf, Yew, Zürich, München, Łódź
    São Paulo, Malmö, Genève, Kraków, Tromsø
""")
SORTS = _lines("""
    Academy, Advisors, Airport, Archive, Bakery, Bank, Bookshop, Bottling, Brewery, Cafe, Chess Club, Choir, Cinema
    City Council, Clinic, College, Cycling, Dental, Design, Dentist, Drama Society, Electric, Estate Agents, Farm
    Florist, Football Club, Foundation, Galleries, Garage, Gym, Hardware, Health, Hosting, Hotel, Insurance
    Internet, Kindergarten, Kitchen, Laboratory, Legal, Library, Logistics, Mailroom, Medical Centre, Museum
    Music School, Newspaper, Notary, Nursery, Office, Optician, Parking, Payroll, Pharmacy, Photo, Plumbing, Pottery
    Press, Primary School, Properties, Radio, Railways, Recycling, Rentals, Restaurant, Rowing Club, Sailing
    Savings, Security, Server, Solar, Sports, Storage, Studio, Swimming Pool, Tailors, Taxi, Theatre, Tickets, Tools
    Travel, Tutoring, University, Utilities, Veterinary, Vineyard, Warehouse, Water Works, Yoga
""")
KINDS = _lines("""
    work, private, old, family, admin, test, billing, shared, personal, backup, staging, new, club, office
""")
FIRST_NAMES = _lines("""
    Mara, Jonas, Alice, Bob, Carla, David, Elena, Felix, Greta, Hannah, Ivan, Julia, Karim, Laura, Milan, Nina
    Oscar, Paula, Quentin, Rosa, Samir, Tanja, Ulrich, Vera, Wanda, Xenia, Yusuf, Zoe, Aisha, Bruno, Chloe, Dmitri
    Emil, Fatima, Georg, Ines
""")
SURNAMES = _lines("""
    Lindqvist, Ortega, Fischer, Novak, Rossi, Dubois, Jansen, Kowalski, Schmidt, Tanaka, Okafor, Silva, Haddad
    Petrov, Murphy, Larsen, Meyer, Costa, Weber, Nguyen, Hoffmann, Moreau, Bianchi, Andersson, Walker, Turner
    Becker, Wagner, Keller, Baumann
""")
TAGS = _lines(
    "work, private, finance, travel, shopping, dev/ops, dev/web, fun/games, fun/films, health, home, news, school"
)
