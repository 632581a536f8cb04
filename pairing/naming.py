"""Team names: neutral words that say nothing about the two people behind them (M8).

Birds, trees, waters, stones, skies and tools, of our own list. Words that are also given to people, or
that could be read as a remark on age, origin or looks, are left out of it; the name of somebody in the wave
is passed over.
"""

import hashlib
from itertools import count

BIRDS = """
Avocet Bittern Bluethroat Brambling Bulbul Bunting Bustard Buzzard Capercaillie Chaffinch Chiffchaff Chough
Cormorant Corncrake Crossbill Curlew Dabchick Dipper Dunlin Dunnock Egret Eider Fieldfare Firecrest
Flycatcher Fulmar Gadwall Garganey Godwit Goldcrest Goldeneye Goldfinch Goosander Goshawk Greenfinch
Greenshank Grouse Guillemot Hawfinch Heron Hoopoe Kestrel Kingfisher Kittiwake Knot Lapwing Linnet Mallard
Merganser Moorhen Nightjar Nuthatch Oriole Osprey Ouzel Oystercatcher Partridge Petrel Pintail Pipit Plover
Pochard Ptarmigan Puffin Quail Razorbill Redpoll Redshank Redstart Redwing Roller Sanderling Sandpiper
Scoter Serin Shearwater Shelduck Shoveler Siskin Skua Skylark Snipe Sparrow Starling Stint Stonechat Swift
Teal Tern Thrush Treecreeper Turnstone Wagtail Waxwing Wheatear Whimbrel Whinchat Whitethroat Wigeon
Woodlark Wryneck Yellowhammer
"""
TREES = """
Alder Almond Aspen Bamboo Banyan Baobab Beech Birch Blackthorn Boxwood Bracken Buckthorn Camphor Catalpa
Cedar Chestnut Cork Cottonwood Cypress Dogwood Elm Eucalyptus Fir Ginkgo Gorse Hawthorn Hickory Hornbeam
Ironwood Kapok Larch Linden Lotus Mangrove Maple Medlar Mulberry Oak Osier Palmetto Papyrus Pine Plane
Poplar Quince Redwood Reed Rosewood Rush Sandalwood Sequoia Spindle Spruce Sumac Sycamore Tamarack Tamarind
Teak Thistle Tulipwood Walnut Wattle Yew
"""
WATERS = """
Atoll Bayou Brook Cascade Cataract Cove Current Delta Eddy Estuary Fjord Ford Geyser Glacier Harbor
Headwater Inlet Isthmus Lagoon Landing Loch Meander Mooring Narrows Oasis Oxbow Rapids Reach Ripple
Riverbend Shoal Sound Spring Strait Tarn Tide Tributary Waterfall Weir Wharf
"""
STONES = """
Agate Alabaster Amethyst Andesite Aquamarine Azurite Basalt Chalk Citrine Cobalt Copper Feldspar Flint
Fluorite Gabbro Gneiss Granite Gypsum Hematite Lapis Limestone Malachite Marble Mica Nickel Obsidian Peridot
Porphyry Pumice Pyrite Quartz Sandstone Schist Shale Slate Tin Topaz Tourmaline Travertine Turquoise Zinc
Zircon
"""
SKIES = """
Altair Antares Arcturus Bellatrix Betelgeuse Breeze Canopus Cirrus Comet Cumulus Deneb Eclipse Equinox
Fomalhaut Halo Horizon Meteor Mistral Monsoon Nebula Nimbus Orbit Parallax Perihelion Polaris Procyon Quasar
Regulus Rigel Sirocco Solstice Spica Stratus Sunrise Tradewind Zenith Zephyr
"""
TOOLS = """
Abacus Alidade Anchor Anvil Astrolabe Ballast Beacon Bellows Binnacle Bobbin Bowsprit Caliper Cantilever
Capstan Cartwheel Chronometer Clepsydra Compass Crucible Dynamo Flywheel Fulcrum Gimbal Gyroscope Hourglass
Keystone Kiln Lantern Lathe Lever Lodestone Loom Metronome Millstone Mortar Paddle Pantograph Pendulum Pivot
Plumb Prism Pulley Quadrant Ratchet Rotunda Rudder Semaphore Sextant Shuttle Spindrift Spyglass Sundial
Telescope Theodolite Tiller Treadle Trellis Trivet Turbine Viaduct Waterwheel Winch Windlass Yardstick
"""
WORDS = sorted({word for words in (BIRDS, TREES, WATERS, STONES, SKIES, TOOLS) for word in words.split()})


def ordered(wave_id):
    """All words in an order of the wave's own, the same every time."""
    return sorted(WORDS, key=lambda word: hashlib.sha256(f"{wave_id}:{word}".encode()).digest())


def team_names(wave_id, number, *, taken=(), avoid=()):
    """``number`` names for pairs of a wave, none of them ``taken`` or somebody's own name.

    When the words run out they come round again with a number.
    """
    taken = set(taken)
    people = {name.lower() for name in avoid}
    words = [word for word in ordered(wave_id) if word.lower() not in people]
    found = []
    for round_number in count(1):
        for word in words:
            if len(found) == number:
                return found
            name = word if round_number == 1 else f"{word} {round_number}"
            if name not in taken:
                found.append(name)
    return found


def in_hidden_order(wave_id, pairs):
    """Pairs in an order that says nothing about fit, name or rank; ``pairs`` have mentor and mentee."""
    return sorted(
        pairs,
        key=lambda pair: hashlib.sha256(f"{wave_id}:{pair.mentor_id}:{pair.mentee_id}".encode()).digest(),
    )
