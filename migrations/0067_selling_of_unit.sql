-- What a unit has sold anywhere is asked by its Kasubsi's first page.
CREATE INDEX agreements_selling_of_unit ON agreements_selling (consignor_id);
