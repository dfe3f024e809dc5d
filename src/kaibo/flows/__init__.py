"""What crosses modules and must be one decision, a folder each.

A flow calls the facades of several modules in one unit of work. Modules never know of
flows; a flow knows another only by its facade and contracts.
"""
