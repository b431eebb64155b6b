"""Orders of one programme side by side under the same money.

`orders` holds what is compared, `turns` how orders differ, `asked` reads and checks the plans of a
user, `compared` answers and writes the folder. `scenarios.views.sequencing` shows it.
"""
