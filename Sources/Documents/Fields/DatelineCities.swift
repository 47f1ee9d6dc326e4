/// Places so often at the head of a report that one of them before a dash, or in brackets, is a dateline even where
/// neither day nor agency stands beside it.
///
/// Capitals and large cities, in English and as their own and the neighbouring languages write them; written for this
/// list.
enum DatelineCities {
    static func contains(_ place: some Sequence<UInt8>) -> Bool { table.contains(foldedWord(place)) }

    private static let table: Set<[UInt8]> = Set(
        names.flatMap { $0.split(separator: "|") }.map { foldedWord($0.utf8) }
    )

    private static let names = [
        // Europe
        "Amsterdam|Athens|Athen|Athènes|Atene|Atenas|Belgrade|Belgrad|Berlin|Berlino|Berlín|Bern|Berne|Bratislava|Brussels",
        "Brüssel|Bruxelles|Bruselas|Bruxelas|Brussel|Bucharest|Bukarest|Budapest|Copenhagen|Kopenhagen|Cologne|Köln|Dublin",
        "Edinburgh|Frankfurt|Geneva|Genf|Genève|Ginebra|Ginevra|Glasgow|Hamburg|Helsinki|Kiev|Kyiv|Kiew|Lisbon|Lisboa",
        "Lissabon|Ljubljana|London|Londres|Londra|Luxembourg|Luxemburg|Lyon|Madrid|Marseille|Milan|Milano|Mailand|Minsk",
        "Moscow|Moskau|Moscou|Moscú|Mosca|Moskwa|Moskova|Munich|München|Naples|Napoli|Nicosia|Oslo|Paris|París|Parigi|Prague",
        "Prag|Praha|Reykjavik|Riga|Rome|Roma|Rom|Sarajevo|Skopje|Sofia|St. Petersburg|Saint Petersburg|Stockholm|Strasbourg",
        "Straßburg|Stuttgart|Düsseldorf|Leipzig|Dresden|Hannover|Tallinn|The Hague|Den Haag|La Haye|Tirana|Turin|Torino",
        "Vatican City|Vienna|Wien|Vienne|Viena|Vilnius|Warsaw|Warszawa|Warschau|Varsovie|Varsovia|Zagreb|Zurich|Zürich",
        "Barcelona|Belfast|Manchester|Porto|Sevilla|Valencia|Basel|Davos|Kharkiv|Odesa|Odessa|Lviv|Dnipro",
        "Москва|Киев|Київ|Минск|Санкт-Петербург|Вашингтон|Лондон|Париж|Берлин|Пекин|Брюссель|Женева|Варшава|Харьков|Харків",
        "Одеса|Одесса|Львів|Львов|Тбилиси|Ереван|Баку|Астана|Алматы|Ташкент|Дніпро",
        // The Middle East and Africa
        "Abu Dhabi|Abuja|Accra|Addis Ababa|Algiers|Alger|Amman|Ankara|Antananarivo|Baghdad|Bagdad|Bamako|Beirut|Beyrouth",
        "Cairo|Le Caire|El Cairo|Kairo|Cape Town|Casablanca|Dakar|Damascus|Damas|Damaskus|Dar es Salaam|Doha|Dubai|Durban",
        "Gaza|Gaza City|Harare|Istanbul|İstanbul|Jerusalem|Jérusalem|Jerusalén|Johannesburg|Juba|Kampala|Khartoum|Kigali",
        "Kinshasa|Kuwait City|Lagos|Luanda|Lusaka|Manama|Maputo|Mogadishu|Muscat|Nairobi|Niamey|N'Djamena|Ouagadougou",
        "Pretoria|Rabat|Ramallah|Riyadh|Riad|Sanaa|Tehran|Téhéran|Teherán|Teheran|Tel Aviv|Tripoli|Tunis|Windhoek|Yerevan",
        "Tbilisi|Baku|Tahran|القاهرة|بيروت|دمشق|بغداد|عمان|الرياض|دبي|أبوظبي|الدوحة|الكويت|طهران|واشنطن|لندن|باريس|موسكو",
        "تونس|الجزائر|الرباط|طرابلس|الخرطوم|صنعاء|عدن|غزة|القدس|رام الله|أنقرة|إسطنبول|جنيف|نيويورك|بكين",
        // Asia and Oceania
        "Adelaide|Almaty|Astana|Auckland|Bangkok|Beijing|Pékin|Pekín|Peking|Pequim|Bengaluru|Bishkek|Brisbane|Canberra",
        "Chennai|Colombo|Dhaka|Dushanbe|Hanoi|Ho Chi Minh City|Hong Kong|Hyderabad|Islamabad|Jakarta|Kabul|Karachi",
        "Kathmandu|Kolkata|Kuala Lumpur|Lahore|Lucknow|Manila|Melbourne|Mumbai|Naypyidaw|New Delhi|Osaka|Perth|Peshawar",
        "Phnom Penh|Pune|Pyongyang|Quetta|Rawalpindi|Seoul|Séoul|Seúl|Shanghai|Singapore|Srinagar|Sydney|Taipei|Tashkent",
        "Tokyo|Tokio|Ulaanbaatar|Vientiane|Wellington|Yangon|Ahmedabad|Guwahati|Jammu|Thiruvananthapuram|Shenzhen|Guangzhou",
        // The Americas
        "Asuncion|Asunción|Atlanta|Austin|Baltimore|Bogota|Bogotá|Boston|Brasilia|Brasília|Buenos Aires|Calgary|Caracas",
        "Chicago|Cleveland|Dallas|Denver|Detroit|Guatemala City|Havana|La Habana|La Havane|Havanna|Honolulu|Houston",
        "Indianapolis|Kingston|La Paz|Las Vegas|Lima|Los Angeles|Managua|Mexico City|Ciudad de México|México|Mexiko-Stadt",
        "Miami|Milwaukee|Minneapolis|Montevideo|Montreal|Montréal|New Orleans|New York|Nueva York|Ottawa|Panama City",
        "Philadelphia|Phoenix|Pittsburgh|Port-au-Prince|Quito|Rio de Janeiro|Salt Lake City|San Antonio|San Diego",
        "San Francisco|San José|San Juan|San Salvador|Santiago|Santo Domingo|Sao Paulo|São Paulo|Seattle|St. Louis",
        "Tegucigalpa|Toronto|United Nations|Vancouver|Washington|Winnipeg|Lissabon|Nova York|Nova Iorque",
        // In scripts without capitals
        "北京|上海|东京|華盛頓|华盛顿|纽约|伦敦|巴黎|莫斯科|柏林|日内瓦|香港|台北|东京|東京|ワシントン|ニューヨーク|ロンドン|パリ|ソウル|서울|도쿄|베이징|워싱턴",
    ]
}
