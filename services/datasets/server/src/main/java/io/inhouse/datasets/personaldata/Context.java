package io.inhouse.datasets.personaldata;

import java.util.List;

/** What the nearest telling word says about a number. Words before it count first, then those after it. */
enum Context {
    /** The nearest telling word names what is looked for. */
    FOR,
    /** The nearest telling word names something else, such as an order or an invoice. */
    AGAINST,
    NONE;

    private static final Words BUSINESS_NUMBERS = Words.of(
            "order orders ordernumber orderid invoice* receipt* tracking shipment* parcel* waybill consignment* ticket* case reference ref",
            "sku serial article item product part model version batch lot isbn issn ean gtin upc barcode imei vin awb po transaction txn",
            "utr session uuid meter reading quantity amount total",
            "*bestell* *auftrag* *rechnung* *sendung* *lieferschein* *vorgang* *aktenzeichen* *artikel* *zähler* az paket* fallnummer seriennummer",
            "commande* facture* colis dossier référence pedido* factura* envío albarán referencia ordine fattura spedizione",
            "bestelling factuur zending zamówieni* faktur* przesyłk* encomenda fatura",
            "ऑर्डर चालान रसीद ஆர்டர்");

    static Context of(FoldedText text, int start, int end, Words wanted) {
        for (String word : text.wordsBefore(start, 60, 8)) {
            Context context = of(word, wanted);
            if (context != NONE) {
                return context;
            }
        }
        for (String word : text.wordsAfter(end, 30, 4)) {
            Context context = of(word, wanted);
            if (context != NONE) {
                return context;
            }
        }
        return NONE;
    }

    /** A number glued to letters or signs, as in {@code ORD-4000…} or {@code #4000…}, is somebody's own numbering. */
    static boolean gluedBefore(FoldedText text, int start) {
        char before = text.at(start - 1);
        return FoldedText.isWordPart(before)
                || FoldedText.isDigit(before)
                || List.of('#', '/', '_', '=', '&', '\\', '$').contains(before)
                || ((before == '-' || before == '.') && text.at(start - 2) != ' ');
    }

    /** Digits go on, or letters follow directly. */
    static boolean gluedAfter(FoldedText text, int end) {
        char after = text.at(end);
        return FoldedText.isWordPart(after)
                || after == '_'
                || after == '/'
                || FoldedText.isDigit(after)
                || ((after == '-' || after == '.' || after == ',') && FoldedText.isDigit(text.at(end + 1)));
    }

    private static Context of(String word, Words wanted) {
        if (wanted.contains(word)) {
            return FOR;
        }
        return BUSINESS_NUMBERS.contains(word) ? AGAINST : NONE;
    }
}
