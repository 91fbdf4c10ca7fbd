-- What the makers of a product had learnt before they made it, in numbers over at least five people,
-- rounded down to fives. Who chose a brand is not named by a training's title either.
CREATE VIEW storefront_training AS
SELECT learnt.product_id AS product_id, learnt.title AS title, learnt.hours AS hours,
    learnt.ended_on AS ended_on, (learnt.people / 5) * 5 AS people
FROM (
    SELECT batch.product_id AS product_id, training.id AS training_id,
        CASE WHEN unit.brand IS NULL THEN training.title END AS title,
        training.hours AS hours, training.to_day AS ended_on,
        CAST(COUNT(DISTINCT trainee.maker_id) AS bigint) AS people
    FROM production_batch batch
    JOIN production_batch_maker made
        ON made.batch_id = batch.id AND made.version = batch.makers_version
    JOIN production_trainee trainee ON trainee.maker_id = made.maker_id
    JOIN production_training training ON training.id = trainee.training_id
    JOIN people_consignor unit ON unit.id = training.consignor_id
    WHERE batch.finished_on IS NOT NULL AND batch.accepted > 0
        AND training.consignor_id = batch.consignor_id AND training.taken_back_on IS NULL
        AND training.to_day <= batch.finished_on
    GROUP BY batch.product_id, training.id, unit.brand, training.title, training.hours,
        training.to_day
    HAVING COUNT(DISTINCT trainee.maker_id) >= 5
) AS learnt;
