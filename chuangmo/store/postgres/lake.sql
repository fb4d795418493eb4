-- DuckLake 的目录所在。由数据库管理员在库里执行一次：psql service=… -v app=看板所用账号 -f lake.sql
-- 看板的账号是它的属主：表由看板自己建。登记簿在另一处，账号对它仍只许查询和追加。
CREATE SCHEMA IF NOT EXISTS chuangmo_lake AUTHORIZATION :"app";
