"""The levy an employer pays for places not given to disabled people (残疾人就业保障金), step by step with sources."""
