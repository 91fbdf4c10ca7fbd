-- What at least five buyers said of one batch, so that none stands alone.
CREATE INDEX feedback_review_by_batch ON feedback_review (batch_id);

CREATE VIEW storefront_batch_rating AS
SELECT batch_id, CAST(COUNT(*) AS bigint) AS ratings, CAST(SUM(rating) AS bigint) AS stars
FROM feedback_review
GROUP BY batch_id
HAVING COUNT(*) >= 5;
