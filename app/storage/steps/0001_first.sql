-- The first shape of a person's database on the phone. Never edited once shipped: changes are further steps.
CREATE TABLE meta (
  k TEXT NOT NULL,
  v TEXT NOT NULL,
  PRIMARY KEY (k)
);
CREATE TABLE setting (
  k TEXT NOT NULL,
  v TEXT NOT NULL,
  PRIMARY KEY (k)
);
CREATE TABLE given (
  bucket TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (bucket, kind, id)
);
CREATE TABLE cursor (
  bucket TEXT NOT NULL,
  pos INTEGER NOT NULL,
  PRIMARY KEY (bucket)
);
CREATE TABLE set_aside (
  bucket TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  why TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (bucket, kind, id)
);
CREATE TABLE enterprise (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  code TEXT NOT NULL,
  initials TEXT NOT NULL,
  search TEXT NOT NULL,
  area_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  grade TEXT NOT NULL,
  status TEXT NOT NULL,
  open_hazards INTEGER NOT NULL,
  major_hazards INTEGER NOT NULL,
  last_visit TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ix_enterprise_area ON enterprise (area_id, name);
CREATE INDEX ix_enterprise_name ON enterprise (name, search, area_id, grade, kind, id);
CREATE TABLE area (
  id TEXT NOT NULL,
  parent_id TEXT,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE colleague (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  certificate_no TEXT NOT NULL,
  organisation TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE checklist (
  code TEXT NOT NULL,
  version INTEGER NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  current INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (code, version)
);
CREATE TABLE hazard (
  id TEXT NOT NULL,
  enterprise_id TEXT NOT NULL,
  state TEXT NOT NULL,
  severity TEXT NOT NULL,
  due TEXT,
  track TEXT NOT NULL,
  n INTEGER NOT NULL,
  expected TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ix_hazard_enterprise ON hazard (enterprise_id, state);
CREATE INDEX ix_hazard_state_due ON hazard (state, due);
CREATE TABLE past_visit (
  id TEXT NOT NULL,
  enterprise_id TEXT NOT NULL,
  day TEXT NOT NULL,
  track TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ix_past_visit_enterprise ON past_visit (enterprise_id, day);
CREATE TABLE "plan" (
  id TEXT NOT NULL,
  enterprise_id TEXT NOT NULL,
  day TEXT NOT NULL,
  track TEXT NOT NULL,
  state TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX ix_plan_day ON "plan" (state, day);
CREATE TABLE visit (
  id TEXT NOT NULL,
  enterprise_id TEXT NOT NULL,
  track TEXT NOT NULL,
  purpose TEXT NOT NULL,
  mode TEXT NOT NULL,
  state TEXT NOT NULL,
  enterprise_name TEXT NOT NULL,
  dropped_at TEXT,
  plan_id TEXT,
  checklists TEXT NOT NULL,
  participants TEXT NOT NULL,
  companion TEXT NOT NULL,
  remark TEXT NOT NULL,
  started_at TEXT NOT NULL,
  finished_at TEXT,
  position TEXT,
  at_checklist TEXT,
  at_item TEXT,
  at_finding TEXT,
  record_id TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX ix_visit_state ON visit (state, started_at);
CREATE TABLE answer (
  visit_id TEXT NOT NULL,
  checklist TEXT NOT NULL,
  item TEXT NOT NULL,
  result TEXT NOT NULL,
  value TEXT NOT NULL,
  note TEXT NOT NULL,
  at TEXT NOT NULL,
  sweep TEXT,
  PRIMARY KEY (visit_id, checklist, item)
);
CREATE TABLE finding (
  id TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  checklist TEXT,
  item TEXT,
  hazard_id TEXT,
  place TEXT NOT NULL,
  text TEXT NOT NULL,
  basis TEXT NOT NULL,
  severity TEXT NOT NULL,
  major_rule TEXT NOT NULL,
  device_failed INTEGER NOT NULL,
  correction TEXT NOT NULL,
  deadline_days INTEGER NOT NULL,
  fixed_on_site INTEGER NOT NULL,
  no_photo_reason TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  record_id TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX ix_finding_visit ON finding (visit_id);
CREATE TABLE signature (
  visit_id TEXT NOT NULL,
  who TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT,
  refused INTEGER NOT NULL,
  reason TEXT NOT NULL,
  witness TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (visit_id, who, name)
);
CREATE TABLE move_draft (
  hazard_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  body TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (hazard_id, kind)
);
CREATE TABLE photo (
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  mime TEXT NOT NULL,
  w INTEGER NOT NULL,
  h INTEGER NOT NULL,
  source TEXT NOT NULL,
  taken_at TEXT,
  position TEXT,
  device TEXT NOT NULL,
  thumb BLOB,
  state TEXT NOT NULL,
  upload TEXT,
  sent_bytes INTEGER NOT NULL,
  echoed_at TEXT,
  problem TEXT,
  tries INTEGER NOT NULL,
  PRIMARY KEY (sha256)
);
CREATE TABLE photo_use (
  sha256 TEXT NOT NULL,
  owner_kind TEXT NOT NULL,
  owner_id TEXT NOT NULL,
  role TEXT NOT NULL,
  visit_id TEXT,
  added_at TEXT NOT NULL,
  PRIMARY KEY (sha256, owner_kind, owner_id, role)
);
CREATE INDEX ix_photo_use_owner ON photo_use (owner_kind, owner_id);
CREATE INDEX ix_photo_use_visit ON photo_use (visit_id);
CREATE TABLE outbox (
  id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  kind TEXT NOT NULL,
  raw TEXT NOT NULL,
  title TEXT NOT NULL,
  enterprise_id TEXT,
  visit_id TEXT,
  made_at TEXT NOT NULL,
  outcome TEXT,
  code TEXT,
  facts TEXT NOT NULL,
  settled_at TEXT,
  problem TEXT,
  tries INTEGER NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (seq)
);
CREATE INDEX ix_outbox_outcome ON outbox (outcome, seq);
CREATE TABLE outbox_photo (
  record_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  major INTEGER NOT NULL,
  PRIMARY KEY (record_id, sha256)
);
CREATE INDEX ix_outbox_photo_sha256 ON outbox_photo (sha256);
