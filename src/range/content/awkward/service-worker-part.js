const cacheName = 'range-1';
