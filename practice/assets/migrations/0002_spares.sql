-- For the question whether a spare stands in a department.
create index asset_versions_department on asset_versions (org, department, state) where department is not null;
