-- Kabar: articles that a unit writes for the public. What the public reads is an approved version;
-- a correction is a new version with a note, and the one before stays.

CREATE TABLE stories_story (
    id uuid PRIMARY KEY,
    consignor_id uuid NOT NULL REFERENCES people_consignor (id),
    state text NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    -- The version that is written, or was written last.
    version bigint NOT NULL CHECK (version >= 1),
    -- The version that the public reads, or read last.
    shown_version bigint,
    -- The day of its first publication: what the list is ordered by.
    published_on date,
    withdrawn_on date,
    withdrawn_reason text,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK ((published_on IS NULL) = (shown_version IS NULL)),
    CHECK (state <> 'published' OR published_on IS NOT NULL),
    CHECK ((state = 'withdrawn') = (withdrawn_on IS NOT NULL)),
    CHECK ((withdrawn_on IS NULL) = (withdrawn_reason IS NULL))
);
CREATE INDEX stories_story_unit ON stories_story (consignor_id, created_at);
CREATE INDEX stories_story_published ON stories_story (published_on, id) WHERE state = 'published';

CREATE TABLE stories_version (
    story_id uuid NOT NULL REFERENCES stories_story (id),
    version bigint NOT NULL CHECK (version >= 1),
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'published', 'dropped')),
    -- Counts the edits: what is approved is what was read.
    revision bigint NOT NULL CHECK (revision >= 1),
    title text NOT NULL,
    slug text NOT NULL,
    -- The place and date line: "Pangkalpinang, INFO_PAS — …".
    place text NOT NULL,
    agency text,
    -- Markdown, as it was written.
    body text NOT NULL,
    -- Its beginning without any marks, for lists and previews.
    lead text NOT NULL,
    contributor text,
    initials text,
    -- The day of what it tells, such as a signing; and from when that holds. Neither is the day
    -- on which the story was published.
    happened_on date,
    effective_on date,
    -- What was wrong in the version before; the first has none.
    correction text,
    published_on date,
    PRIMARY KEY (story_id, version),
    CHECK ((version = 1) = (correction IS NULL)),
    CHECK ((state = 'published') = (published_on IS NOT NULL))
);

-- Photos, made anew from what was uploaded. An erased one keeps its row and loses its bytes.
CREATE TABLE stories_photo (
    id uuid PRIMARY KEY,
    story_id uuid NOT NULL REFERENCES stories_story (id),
    width bigint NOT NULL CHECK (width > 0),
    height bigint NOT NULL CHECK (height > 0),
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    erased_at timestamptz,
    small bytea,
    large bytea,
    CHECK ((erased_at IS NULL) = (large IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (small IS NOT NULL))
);
CREATE INDEX stories_photo_story ON stories_photo (story_id);

CREATE TABLE stories_version_photo (
    story_id uuid NOT NULL,
    version bigint NOT NULL,
    photo_id uuid NOT NULL REFERENCES stories_photo (id),
    position bigint NOT NULL,
    -- What it shows, for those who don't see it.
    alt text NOT NULL,
    caption text NOT NULL,
    -- Somebody looked: nobody can be recognised who has not agreed in writing.
    faces_cleared boolean NOT NULL,
    PRIMARY KEY (story_id, version, photo_id),
    FOREIGN KEY (story_id, version) REFERENCES stories_version (story_id, version)
);

CREATE TABLE stories_version_product (
    story_id uuid NOT NULL,
    version bigint NOT NULL,
    product_id uuid NOT NULL REFERENCES catalogue_product (id),
    position bigint NOT NULL,
    PRIMARY KEY (story_id, version, product_id),
    FOREIGN KEY (story_id, version) REFERENCES stories_version (story_id, version)
);

CREATE TABLE stories_version_shop (
    story_id uuid NOT NULL,
    version bigint NOT NULL,
    shop_id uuid NOT NULL REFERENCES people_shop (id),
    position bigint NOT NULL,
    PRIMARY KEY (story_id, version, shop_id),
    FOREIGN KEY (story_id, version) REFERENCES stories_version (story_id, version)
);

-- What was done to a story, by whom; its id is the journal line's subject. Only added to.
CREATE TABLE stories_act (
    id uuid PRIMARY KEY,
    story_id uuid NOT NULL REFERENCES stories_story (id),
    version bigint NOT NULL,
    deed text NOT NULL CHECK (deed IN ('write', 'edit', 'photo', 'approve', 'publish', 'correct',
        'drop', 'withdraw', 'erase')),
    note text,
    done_by uuid NOT NULL,
    done_at timestamptz NOT NULL
);
CREATE INDEX stories_act_story ON stories_act (story_id, done_at);

-- One reaction of one browser to one story. The hash is of the story and the browser's own secret
-- together, so that nothing here says which stories one browser read; neither time nor address is
-- kept.
CREATE TABLE stories_reaction (
    story_id uuid NOT NULL REFERENCES stories_story (id),
    reader_hash bytea NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('like', 'dislike', 'love', 'funny', 'angry', 'sad', 'wow')),
    PRIMARY KEY (story_id, reader_hash)
);

-- The only doors through which public pages look; what has no column cannot be shown.
CREATE VIEW stories_public AS
SELECT s.id, s.consignor_id, s.published_on, v.version, v.title, v.slug, v.place, v.agency, v.body,
    v.lead, v.contributor, v.initials, v.happened_on, v.effective_on
FROM stories_story s
JOIN stories_version v ON v.story_id = s.id AND v.version = s.shown_version
WHERE s.state = 'published';

CREATE VIEW stories_public_photo AS
SELECT p.id, s.id AS story_id, vp.position, vp.alt, vp.caption, p.width, p.height
FROM stories_story s
JOIN stories_version_photo vp ON vp.story_id = s.id AND vp.version = s.shown_version
JOIN stories_photo p ON p.id = vp.photo_id
WHERE s.state = 'published' AND p.erased_at IS NULL;

CREATE VIEW stories_public_product AS
SELECT s.id AS story_id, vp.position, c.id, c.name, c.variant,
    (SELECT f.id FROM catalogue_photo f WHERE f.product_id = c.id AND f.removed_at IS NULL
     ORDER BY f.position, f.id LIMIT 1) AS photo_id
FROM stories_story s
JOIN stories_version_product vp ON vp.story_id = s.id AND vp.version = s.shown_version
JOIN catalogue_product c ON c.id = vp.product_id
WHERE s.state = 'published' AND c.active;

CREATE VIEW stories_public_shop AS
SELECT s.id AS story_id, vs.position, p.id, p.name, p.address, p.city, p.opening_hours, p.whatsapp
FROM stories_story s
JOIN stories_version_shop vs ON vs.story_id = s.id AND vs.version = s.shown_version
JOIN people_shop p ON p.id = vs.shop_id
WHERE s.state = 'published';

-- What was put right since the first publication, up to what is shown.
CREATE VIEW stories_public_correction AS
SELECT s.id AS story_id, v.version, v.correction, v.published_on
FROM stories_story s
JOIN stories_version v ON v.story_id = s.id AND v.version <= s.shown_version
WHERE s.state = 'published' AND v.correction IS NOT NULL AND v.published_on IS NOT NULL;

-- What a list says of a story, with its first photo.
CREATE VIEW stories_headline AS
SELECT s.id, s.consignor_id, s.published_on, s.title, s.slug, s.place, s.lead,
    p.id AS photo_id, p.alt AS photo_alt
FROM stories_public s
LEFT JOIN stories_public_photo p ON p.story_id = s.id
    AND NOT EXISTS (SELECT 1 FROM stories_public_photo q
        WHERE q.story_id = p.story_id AND q.position < p.position);

-- For the front page: the story stands at `/kabar/<slug>-<id>`, its photo at
-- `/foto-kabar/<photo_id>`.
CREATE VIEW storefront_story AS
SELECT id, consignor_id, published_on, title, slug, place, lead, photo_id, photo_alt
FROM stories_headline;
