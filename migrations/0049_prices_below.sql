-- A line that a shop sold below the unit's floor price, or below the price that it owes for a piece:
-- how low it might have gone, and why it went lower where somebody could be asked.
CREATE TABLE sales_below (
    sale_id  uuid   NOT NULL,
    position bigint NOT NULL,
    lowest   bigint NOT NULL CHECK (lowest > 0),
    reason   text,
    PRIMARY KEY (sale_id, position),
    FOREIGN KEY (sale_id, position) REFERENCES sales_line (sale_id, position)
);
