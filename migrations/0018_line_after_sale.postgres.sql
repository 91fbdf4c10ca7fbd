-- A line's sale is looked for when the transaction ends. Serializable transactions lock the page
-- of the index on which they look, and the newest sales stand on one page: looked for at once,
-- every sale collided with those recorded beside it.
ALTER TABLE sales_line ALTER CONSTRAINT sales_line_sale_id_fkey DEFERRABLE INITIALLY DEFERRED;
