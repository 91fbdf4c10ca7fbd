//! The words that this room stores and sends by name.

db::text_enum! {
    /// Where a story stands for the public.
    pub enum StoryState {
        /// Never published so far.
        Draft = "draft",
        Published = "published",
        /// Taken from the public, with a reason.
        Withdrawn = "withdrawn",
    }
}

db::text_enum! {
    /// Where one version of a story stands.
    pub enum VersionState {
        Draft = "draft",
        /// Read and found right by another person.
        Approved = "approved",
        Published = "published",
        /// A correction that was given up.
        Dropped = "dropped",
    }
}

db::text_enum! {
    /// What was done to a story.
    pub enum Deed {
        Write = "write",
        Edit = "edit",
        Photo = "photo",
        Approve = "approve",
        Publish = "publish",
        Correct = "correct",
        Drop = "drop",
        Withdraw = "withdraw",
        Erase = "erase",
    }
}

db::text_enum! {
    /// What a reader may say without a word.
    pub enum ReactionKind {
        Like = "like",
        Dislike = "dislike",
        Love = "love",
        Funny = "funny",
        Angry = "angry",
        Sad = "sad",
        Wow = "wow",
    }
}
