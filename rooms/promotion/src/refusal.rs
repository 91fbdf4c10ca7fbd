//! How this room says no.

db::refusals! { "promotion";
    /// No such product at this shop under an agreement in force, or another's.
    Unknown = "unknown", NotFound;
    /// No such campaign, or not his to see or to change.
    CampaignUnknown = "campaign_unknown", NotFound;
    /// No campaign has such a link.
    LinkUnknown = "link_unknown", NotFound;
    UntilBefore = "until_before", Invalid;
    NoGood = "no_good", Invalid;
    TooManyGoods = "too_many_goods", Invalid;
    GoodTwice = "good_twice", Invalid;
    /// Not the unit's, or not sold at the shop.
    GoodUnknown = "good_unknown", Invalid;
    NoChannel = "no_channel", Invalid;
    TooManyChannels = "too_many_channels", Invalid;
    CampaignEnded = "campaign_ended", Conflict;
    /// No such labels, or another unit's.
    LabelsUnknown = "labels_unknown", NotFound;
    /// Not a checked batch of the unit's that may go to shops.
    LabelBatch = "label_batch", Invalid;
    /// More pieces than the batch has left, or none.
    TooManyLabels = "too_many_labels", Invalid;
    /// The batch has a wording at this shop.
    LabelledAlready = "labelled_already", Conflict;
    /// The unit goes by a brand, which names no workshop.
    BrandNeutral = "brand_neutral", Conflict;
    LabelsTakenBack = "labels_taken_back", Conflict;
}
