"""What crosses a boundary between services: names, schemas, codes and examples. No behaviour."""
