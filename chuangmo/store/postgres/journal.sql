-- 登记簿的表。由数据库管理员在库里执行一次：psql service=… -v app=看板所用账号 -f journal.sql
-- 看板的账号只许查询和追加；它若是表的属主或超级用户，看板不用它。
CREATE SCHEMA IF NOT EXISTS chuangmo;
CREATE TABLE IF NOT EXISTS chuangmo.journal (
    city text   NOT NULL,
    seq  bigint NOT NULL CHECK (seq > 0),
    prev text   NOT NULL,
    line text   NOT NULL,
    PRIMARY KEY (city, seq),
    UNIQUE (city, prev)
);
REVOKE ALL ON chuangmo.journal FROM PUBLIC;
GRANT USAGE ON SCHEMA chuangmo TO :"app";
GRANT SELECT, INSERT ON chuangmo.journal TO :"app";
