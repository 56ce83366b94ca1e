-- Postgres looks a foreign key up for every row by itself: 140 times per article, a fifth of what the rows of an article
-- cost. Figures, mentions and positions are written in the transaction that makes their revision, by the number it has
-- just been given, and no right of the service removes a revision; so the constraints never found anything. Those to
-- entity stay: their rows are shared and remembered by the workers.
ALTER TABLE solieu.statistic DROP CONSTRAINT statistic_revision_id_fkey;
ALTER TABLE solieu.mention DROP CONSTRAINT mention_revision_id_fkey;
ALTER TABLE solieu.position DROP CONSTRAINT position_revision_id_fkey;
