-- A kit asks which campaigns lead to its product.
CREATE INDEX promotion_good_by_product ON promotion_good (product_id, campaign_id);
