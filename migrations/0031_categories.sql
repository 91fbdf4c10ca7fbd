-- The shop-window asks which categories there are, from one to the next.
CREATE INDEX catalogue_product_category ON catalogue_product (category);
