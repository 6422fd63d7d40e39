-- Two inspectors may have one name: a signature belongs to a person. It also remembers what was signed.
ALTER TABLE signature RENAME TO signature_by_name;
CREATE TABLE signature (
  visit_id TEXT NOT NULL,
  who TEXT NOT NULL,
  signer TEXT NOT NULL,
  name TEXT NOT NULL,
  person_id TEXT,
  sha256 TEXT,
  refused INTEGER NOT NULL,
  reason TEXT NOT NULL,
  witness TEXT NOT NULL,
  at TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (visit_id, who, signer)
);
INSERT INTO signature
  SELECT n.visit_id, n.who, coalesce(n.person, n.name), n.name, n.person, n.sha256, n.refused, n.reason, n.witness, n.at, ''
  FROM (
    SELECT old.*, CASE WHEN old.who = 'inspector' THEN (
      SELECT json_extract(one.value, '$.person_id') FROM visit, json_each(visit.participants) AS one
      WHERE visit.id = old.visit_id AND json_extract(one.value, '$.name') = old.name LIMIT 1
    ) END AS person
    FROM signature_by_name AS old
  ) AS n;
UPDATE photo_use SET owner_id = (
    SELECT s.visit_id || '/' || s.who || '/' || s.signer FROM signature AS s
    WHERE photo_use.owner_id = s.visit_id || '/' || s.who || '/' || s.name
  )
  WHERE owner_kind = 'signature' AND EXISTS (
    SELECT 1 FROM signature AS s WHERE photo_use.owner_id = s.visit_id || '/' || s.who || '/' || s.name
  );
DROP TABLE signature_by_name;
